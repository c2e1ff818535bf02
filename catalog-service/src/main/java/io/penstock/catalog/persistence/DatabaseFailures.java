package io.penstock.catalog.persistence;

import io.penstock.contracts.failure.PenstockException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What a failure of the database means to the caller. */
final class DatabaseFailures {
  private static final String UNIQUE_VIOLATION = "23505";

  /** Serialization failure and deadlock. */
  private static final Set<String> PASSING = Set.of("40001", "40P01");

  /** Connection, resources, operator intervention, system error (PostgreSQL manual, appendix A). */
  private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "58");

  private DatabaseFailures() {}

  /** Whether the same transaction may go through at once. */
  static boolean passing(Throwable failure) {
    return sqlState(failure).filter(PASSING::contains).isPresent();
  }

  static PenstockException of(Throwable failure) {
    List<Throwable> chain = chain(failure);
    Optional<PenstockException> ours =
        chain.stream()
            .filter(PenstockException.class::isInstance)
            .map(PenstockException.class::cast)
            .findFirst();
    if (ours.isPresent()) {
      return ours.get();
    }
    String message = chain.getLast().getMessage();
    if (away(chain)) {
      return PenstockException.external(
          "postgres-away", "PostgreSQL cannot be used right now: " + message, failure);
    }
    if (passing(failure)) {
      return PenstockException.external(
          "postgres-busy", "the transaction met others again and again: " + message, failure);
    }
    if (sqlState(failure).filter(UNIQUE_VIOLATION::equals).isPresent()) {
      return PenstockException.external(
          "postgres-raced", "the same was written at the same time: " + message, failure);
    }
    return PenstockException.internal("catalog-bug", String.valueOf(message), failure);
  }

  private static boolean away(List<Throwable> chain) {
    return chain.stream()
        .anyMatch(cause ->
            cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof io.vertx.core.VertxException
                || (cause instanceof PgException pg
                    && AWAY_CLASSES.contains(pg.getSqlState().substring(0, 2))));
  }

  private static Optional<String> sqlState(Throwable failure) {
    return chain(failure).stream()
        .filter(PgException.class::isInstance)
        .map(cause -> ((PgException) cause).getSqlState())
        .findFirst();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && !chain.contains(cause)) {
      chain.add(cause);
      cause = cause.getCause();
    }
    return chain;
  }
}
