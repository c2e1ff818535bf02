package io.penstock.lake.engine;

import io.penstock.contracts.failure.PenstockException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** From what DuckDB says to the four kinds of failure. DuckDB tells its errors apart by prefix. */
final class EngineErrors {
  /** Errors that the text of a query or the values it meets can cause. */
  private static final List<String> OF_THE_QUERY =
      List.of(
          "Parser Error",
          "Syntax Error",
          "Binder Error",
          "Catalog Error",
          "Conversion Error",
          "Invalid Input Error",
          "Invalid type Error",
          "Mismatch Type Error",
          "Out of Range Error",
          "Divide by Zero Error",
          "Not implemented Error",
          "Invalid Error",
          "Expression Error",
          "Permission Error");

  private EngineErrors() {}

  /**
   * @param userCode the code of a USER failure if the SQL that ran was written by a user, else null
   */
  static RuntimeException translate(SQLException e, @Nullable String userCode) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("INTERRUPT Error")) {
      CancellationException cancelled = new CancellationException("the engine was cancelled");
      cancelled.initCause(e);
      return cancelled;
    }
    if (message.contains("No space left on device")
        || message.contains("max_temp_directory_size")) {
      return PenstockException.resource(
          "engine-disk", "The scratch directory of the engine is full: " + message, e);
    }
    if (message.startsWith("Out of Memory Error")) {
      return PenstockException.resource(
          EngineSession.OUT_OF_MEMORY, "The engine's memory limit is too small: " + message, e);
    }
    if (userCode != null && OF_THE_QUERY.stream().anyMatch(message::startsWith)) {
      return PenstockException.user(userCode, message, e);
    }
    return PenstockException.internal("engine-sql", message, e);
  }
}
