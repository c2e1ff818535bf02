package io.penstock.catalog.persistence;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on PostgreSQL for blocking callers on worker or virtual threads.
 *
 * <p>The function gets a session and says, as one chain, what to do with it. The chain runs on an
 * event loop: it must not block, not change threads, and use the session for one statement at a
 * time. What has to wait for something else (the object store) happens before or after.
 *
 * <p>Failures come as {@link io.penstock.contracts.failure.PenstockException}: those that the work
 * itself fails with as they are, the database's by {@link DatabaseFailures}.
 */
@ApplicationScoped
public class Database {
  private static final int ATTEMPTS_MAX = 5;

  private final Mutiny.SessionFactory sessions;

  Database(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Does the work in one transaction. What is still to be written is flushed inside it, so that
   * conflicts surface there. A deadlock or a serialization failure is tried again: the work runs
   * more than once then, and must have no effect outside the database.
   */
  public <T extends @Nullable Object> T transaction(Function<Mutiny.Session, Uni<T>> work) {
    return await(() ->
        sessions
            .withTransaction(session -> work.apply(session).call(session::flush))
            .onFailure(DatabaseFailures::passing)
            .retry()
            .atMost(ATTEMPTS_MAX - 1));
  }

  /**
   * Reads without a transaction: every statement sees what is committed when it starts. Nothing
   * that the session loads is written back.
   */
  public <T extends @Nullable Object> T read(Function<Mutiny.Session, Uni<T>> work) {
    return await(() ->
        sessions.withSession(session -> {
          session.setDefaultReadOnly(true);
          return work.apply(session);
        }));
  }

  private static <T extends @Nullable Object> T await(java.util.function.Supplier<Uni<T>> uni) {
    try {
      return VertxContextSupport.subscribeAndAwait(uni);
    } catch (Throwable failure) {
      throw DatabaseFailures.of(failure);
    }
  }
}
