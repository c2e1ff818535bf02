package io.penstock.lake.engine;

import io.penstock.contracts.failure.PenstockException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB, in this process. */
public final class Engine {
  private Engine() {}

  /**
   * Opens a session with a database and a scratch directory of its own.
   *
   * @throws PenstockException of kind RESOURCE ({@code scratch-unavailable}) if the scratch
   *     directory cannot be made
   */
  public static EngineSession open(EngineSettings settings) {
    return EngineSession.open(settings);
  }

  /** The version of DuckDB, such as {@code v2.0.0}: part of what a build depends on. */
  public static String version() {
    return Version.TEXT;
  }

  private static final class Version {
    static final String TEXT = read();

    private static String read() {
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT version()")) {
        result.next();
        return result.getString(1);
      } catch (SQLException e) {
        throw PenstockException.internal("engine-unavailable", "DuckDB does not start", e);
      }
    }
  }
}
