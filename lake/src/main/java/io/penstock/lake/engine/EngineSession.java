package io.penstock.lake.engine;

import io.penstock.contracts.failure.PenstockException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory DuckDB database that can read and write below its scratch directory and nowhere else
 * but in files it is opened for, whose configuration can no longer be changed, and that works in
 * UTC. Closing it deletes the scratch directory.
 *
 * <p>A session belongs to one thread; {@link #cancel()} alone may be called from another. Rows keep
 * the order in which they were inserted or read ({@code preserve_insertion_order}), because SQL of
 * users may depend on it.
 *
 * <p>Failures: RESOURCE ({@code engine-memory}, {@code engine-disk}) when a limit is used up;
 * {@link CancellationException} after {@link #cancel()}; USER inside {@link #userSql} if the SQL or
 * the values it meets are at fault; INTERNAL ({@code engine-sql}) otherwise.
 */
public final class EngineSession implements AutoCloseable {
  /** The code of a failure of kind RESOURCE: the memory limit is used up. */
  public static final String OUT_OF_MEMORY = "engine-memory";

  private final EngineSettings settings;
  private final Scratch scratch;
  private final Connection connection;
  private final Cancellation cancellation = new Cancellation();
  private final Set<String> functions = new HashSet<>();
  private @Nullable String userCode;

  private EngineSession(EngineSettings settings, Scratch scratch, Connection connection) {
    this.settings = settings;
    this.scratch = scratch;
    this.connection = connection;
  }

  static EngineSession open(EngineSettings settings, Collection<Path> readable) {
    Scratch scratch = Scratch.create(settings.scratchRoot());
    try {
      Connection connection = Engine.connect();
      try {
        lockDown(connection, settings, scratch.directory(), readable);
        return new EngineSession(settings, scratch, connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      scratch.close();
      throw PenstockException.internal("engine-unavailable", "DuckDB does not start", e);
    }
  }

  private static void lockDown(
      Connection connection, EngineSettings settings, Path directory, Collection<Path> readable)
      throws SQLException {
    List<String> statements = new ArrayList<>();
    settings
        .spillLimitBytes()
        .ifPresent(bytes ->
            statements.add(
                String.format(Locale.ROOT, "SET max_temp_directory_size = '%dB'", bytes)));
    statements.addAll(
        List.of(
            "SET allowed_directories = [" + Sql.literal(directory + "/") + "]",
            readable.stream()
                .map(Sql::literal)
                .collect(Collectors.joining(", ", "SET allowed_paths = [", "]")),
            "SET temp_directory = " + Sql.literal(directory.resolve("spill")),
            "SET home_directory = " + Sql.literal(directory),
            "SET secret_directory = " + Sql.literal(directory.resolve("secrets")),
            "SET allow_persistent_secrets = false",
            String.format(Locale.ROOT, "SET memory_limit = '%dB'", settings.memoryLimitBytes()),
            "SET threads = " + settings.threads(),
            "SET TimeZone = 'UTC'",
            "SET preserve_insertion_order = true",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            // With statistics propagation the bytes of a Parquet file depend on the thread count.
            "SET disabled_optimizers = 'statistics_propagation'",
            "SET enable_external_access = false",
            "SET lock_configuration = true"));
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What the session was opened with. */
  public EngineSettings settings() {
    return settings;
  }

  /**
   * The JDBC connection. Statements made from it are outside {@link #cancel()} before they start;
   * pass what they throw through {@link #translate}.
   */
  public Connection connection() {
    return connection;
  }

  /** The only directory that the session can read and write. */
  public Path scratch() {
    return scratch.directory();
  }

  /** Runs a statement that returns nothing, or whose result is of no interest. */
  public void execute(String sql) {
    run(statement -> {
      statement.execute(sql);
      return Boolean.TRUE;
    });
  }

  /** Runs a query and reads its result. */
  public <T> T query(String sql, ResultReader<T> reader) {
    return run(statement -> {
      try (ResultSet result = statement.executeQuery(sql)) {
        return reader.read(result);
      }
    });
  }

  /** Runs a query and reads each row. */
  public <T> List<T> queryRows(String sql, ResultReader<T> rowReader) {
    return query(
        sql,
        result -> {
          List<T> rows = new ArrayList<>();
          while (result.next()) {
            rows.add(rowReader.read(result));
          }
          return rows;
        });
  }

  /** Runs a query that gives one integer, such as a count. */
  public long queryLong(String sql) {
    return query(
        sql,
        result -> {
          requireRow(result, sql);
          return result.getLong(1);
        });
  }

  /** Runs a query that gives one text, which is not NULL. */
  public String queryText(String sql) {
    return query(
        sql,
        result -> {
          requireRow(result, sql);
          String text = result.getString(1);
          if (text == null) {
            throw PenstockException.internal("engine-sql", "NULL from " + sql);
          }
          return text;
        });
  }

  /** The names and types of a query's columns, in order; the query does not run. */
  public List<Column> columns(String selectSql) {
    return queryRows(
        "DESCRIBE SELECT * FROM (" + selectSql + "\n)",
        row -> new Column(row.getString(1), row.getString(2)));
  }

  /**
   * Does some work in which SQL of a user runs: errors that the SQL or the values it meets cause
   * are failures of kind USER with this code.
   */
  public <T> T userSql(String code, Supplier<T> work) {
    String outer = userCode;
    userCode = code;
    try {
      return work.get();
    } finally {
      userCode = outer;
    }
  }

  /**
   * Stops the statement that runs, and lets none start again; callable from any thread. What runs
   * or is started fails with {@link CancellationException}.
   */
  public void cancel() {
    cancellation.cancel();
  }

  /**
   * Registers a function under a name, unless the session has one by that name already.
   *
   * @param registration registers it on the connection it is given
   */
  public void registerOnce(String name, FunctionRegistration registration) {
    if (!functions.contains(name)) {
      try {
        registration.register(connection);
      } catch (SQLException e) {
        throw translate(e);
      }
      functions.add(name);
    }
  }

  /** The failure that a JDBC exception of this session stands for. */
  public RuntimeException translate(SQLException e) {
    return EngineErrors.translate(e, userCode);
  }

  private <T> T run(Work<T> work) {
    // A statement that failed is closed by the driver, so each execution has its own.
    try (Statement statement = connection.createStatement()) {
      try {
        cancellation.begin(statement);
        return work.run(statement);
      } finally {
        cancellation.end(statement);
      }
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  @Override
  public void close() {
    try (scratch) {
      connection.close();
    } catch (SQLException e) {
      throw PenstockException.internal("engine-close", "The engine session does not close", e);
    }
  }

  private static void requireRow(ResultSet result, String sql) throws SQLException {
    if (!result.next()) {
      throw PenstockException.internal("engine-sql", "no row from " + sql);
    }
  }

  /** Reads a result, or the row that it stands on. */
  @FunctionalInterface
  public interface ResultReader<T> {
    T read(ResultSet result) throws SQLException;
  }

  /** Registers a Java function with the engine. */
  @FunctionalInterface
  public interface FunctionRegistration {
    void register(Connection connection) throws SQLException;
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Statement statement) throws SQLException;
  }
}
