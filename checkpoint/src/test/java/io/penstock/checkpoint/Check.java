package io.penstock.checkpoint;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.plan.CheckpointPlan;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database to check suites on. */
final class Check implements AutoCloseable {
  private final Connection connection;

  Check() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      execute("SET TimeZone = 'UTC'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** The data are the rows of a query. */
  Check data(String query) {
    execute("CREATE OR REPLACE TABLE t AS " + query);
    return this;
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  TableSchema schema() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE t")) {
      List<Column> columns = new ArrayList<>();
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
      return new TableSchema(columns);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  CheckpointPlan compile(String suite) {
    return Checkpoint.compile(Suite.parse(suite), schema(), Parameters.NONE);
  }

  CheckpointResult run(String suite) {
    return compile(suite).run(connection, "t", ResultFormat.SUMMARY);
  }

  /** One expectation by its type and kwargs, everything told. */
  ExpectationResult one(String type, String kwargs) {
    return compile(suite(expectation(type, kwargs)))
        .run(connection, "t", ResultFormat.complete(List.of()))
        .results()
        .getFirst();
  }

  /** Whether the values of column {@code a} are at most that, with more kwargs. */
  ExpectationResult between(String max, String more) {
    return one(
        "expect_column_values_to_be_between",
        "{\"column\": \"a\", \"max_value\": " + max + more + "}");
  }

  static String suite(String... expectations) {
    return "{\"name\": \"s\", \"expectations\": [" + String.join(", ", expectations) + "]}";
  }

  static String expectation(String type, String kwargs) {
    return "{\"type\": \"%s\", \"kwargs\": %s}".formatted(type, kwargs);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
