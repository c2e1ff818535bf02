package io.penstock.lake.engine;

import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.failure.PenstockException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** DuckDB, in this process. */
public final class Engine {
  /**
   * Raised by us whenever the same inputs give other bytes than before although DuckDB's version is
   * the same.
   */
  private static final int OUTPUT_REVISION = 3;

  /** The settings of every session that can change bytes; memory and threads cannot. */
  private static final String SETTINGS =
      "TimeZone=UTC preserve_insertion_order=true disabled_optimizers=statistics_propagation";

  private Engine() {}

  /**
   * Opens a session with a database and a scratch directory of its own.
   *
   * @throws PenstockException of kind RESOURCE ({@code scratch-unavailable}) if the scratch
   *     directory cannot be made
   */
  public static EngineSession open(EngineSettings settings) {
    return open(settings, List.of());
  }

  /**
   * Opens a session that also reaches some files outside its scratch directory.
   *
   * @param readable the files, absolute
   * @throws PenstockException of kind RESOURCE ({@code scratch-unavailable}) if the scratch
   *     directory cannot be made
   */
  public static EngineSession open(EngineSettings settings, Collection<Path> readable) {
    return EngineSession.open(settings, readable);
  }

  /** The version of DuckDB, such as {@code v2.0.0}: part of what a build depends on. */
  public static String version() {
    return Version.TEXT;
  }

  /** What computes a build in this process: part of the build's identity. */
  public static EngineIdentity identity() {
    return new EngineIdentity(version(), OUTPUT_REVISION, SETTINGS);
  }

  /**
   * A new database in memory, as DuckDB opens it: not locked down, for questions to the engine
   * itself. Not by DriverManager, which knows only the drivers that the class loader of its first
   * caller saw: in Quarkus' tests there are several.
   */
  public static Connection connect() throws SQLException {
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    UnpackedLibrary.unlink();
    return connection;
  }

  private static final class Version {
    static final String TEXT = read();

    private static String read() {
      try (Connection connection = connect();
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
