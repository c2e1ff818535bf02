package io.penstock.checkpoint.expectation;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Asks the engine whether it accepts what a suite says, before there is any data. */
final class EngineSyntax {
  private EngineSyntax() {}

  /** What is wrong with a regular expression, if anything. */
  static Optional<String> regexError(String pattern) {
    return error("SELECT regexp_matches('', " + Sql.literal(pattern) + ")");
  }

  private static Optional<String> error(String sql) {
    synchronized (Probe.CONNECTION) {
      try (Statement statement = Probe.CONNECTION.createStatement()) {
        statement.execute(sql);
        return Optional.empty();
      } catch (SQLException e) {
        return Optional.of(
            String.valueOf(e.getMessage()).replaceFirst("^[A-Za-z ]+Error: ", "").strip());
      }
    }
  }

  /** An empty database of the process, opened when first asked. */
  static final class Probe {
    static final Connection CONNECTION = open();

    private Probe() {}

    private static Connection open() {
      try {
        return Engine.connect();
      } catch (SQLException e) {
        throw PenstockException.internal("engine-unavailable", "DuckDB does not start", e);
      }
    }
  }
}
