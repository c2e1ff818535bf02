package io.penstock.catalog.persistence;

import io.opentelemetry.context.Context;
import io.penstock.contracts.failure.PenstockException;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on PostgreSQL for blocking callers on worker or virtual threads.
 *
 * <p>The function gets a session and says, as one chain, what to do with it. The chain runs on an
 * event loop: it must not block, not change threads, and use the session for one statement at a
 * time. What has to wait for something else (the object store) happens before or after.
 *
 * <p>Failures come as {@link PenstockException}: those that the work itself fails with as they are,
 * the database's by {@link DatabaseFailures}, and EXTERNAL {@code interrupted} if the caller is to
 * stop, which says nothing of whether the work is done.
 */
@ApplicationScoped
public class Database {
  private static final int ATTEMPTS_MAX = 5;

  private final Vertx vertx;
  private final Mutiny.SessionFactory sessions;

  Database(Vertx vertx, Mutiny.SessionFactory sessions) {
    this.vertx = vertx;
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

  private <T extends @Nullable Object> T await(Supplier<Uni<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Context trace = Context.current();
    newContext().runOnContext(nothing -> run(work, trace, done));
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw DatabaseFailures.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external(
          "interrupted", "interrupted while waiting for PostgreSQL; it may have been done", e);
    }
  }

  /**
   * A context of Vert.x for one piece of work. The caller's own would be used by two threads for a
   * moment: the event loop still leaves the work when the caller goes on, and would put a span back
   * in the place of the one that the caller has begun since.
   */
  private io.vertx.core.Context newContext() {
    if (io.vertx.core.Context.isOnEventLoopThread()) {
      throw new IllegalStateException("waits for the database on an event loop");
    }
    io.vertx.core.Context context =
        Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
    VertxContextSafetyToggle.setContextSafe(context, true);
    return context;
  }

  // The scope ends with the context, which nobody uses afterwards.
  @SuppressWarnings("MustBeClosedChecker")
  private static <T extends @Nullable Object> void run(
      Supplier<Uni<T>> work, Context trace, CompletableFuture<T> done) {
    trace.makeCurrent();
    Uni.createFrom()
        .deferred(work::get)
        .subscribe()
        .with(done::complete, done::completeExceptionally);
  }
}
