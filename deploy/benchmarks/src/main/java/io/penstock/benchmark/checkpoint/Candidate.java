package io.penstock.benchmark.checkpoint;

import io.penstock.benchmark.Cost;
import io.penstock.benchmark.Peak;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A process of its own that checks files once to warm up, on a few rows, and then some times to be
 * measured: so that its peak of memory is that of one way to check.
 */
final class Candidate {
  private static final int RUNS = 3;
  private static final String WARM_UP_ROWS = "10000";

  private final Example example;
  private final int threads;
  private final String memory;
  private final Path spill;

  private Candidate(Example example, int threads, String memory, Path spill) {
    this.example = example;
    this.threads = threads;
    this.memory = memory;
    this.spill = spill;
  }

  /** Arguments: ours or by-hand, example, threads, memory limit, files. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    boolean ours = arguments[0].equals("ours");
    Path spill = Files.createTempDirectory("spill");
    Candidate candidate =
        new Candidate(
            new Example(arguments[1]), Integer.parseInt(arguments[2]), arguments[3], spill);
    String files =
        Arrays.stream(arguments)
            .skip(4)
            .map(file -> Sql.literal(Path.of(file)))
            .collect(Collectors.joining(", ", "read_parquet([", "])"));
    candidate.check(ours, "(SELECT * FROM " + files + " LIMIT " + WARM_UP_ROWS + ")");
    List<Cost.Measured<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(Cost.measure(() -> candidate.check(ours, files)));
    }
    // The one in the middle by processor time.
    runs.sort(Comparator.comparing(run -> run.cost().cpu()));
    Cost.Measured<Integer> middle = runs.get(RUNS / 2);
    System.out.println(
        Json.text(
            new Measurement(
                middle.cost().wall(), middle.cost().cpu(), Peak.ofThisProcess(), middle.result())));
    try (var tree = Files.walk(spill)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The number of expectations that hold, or of numbers that were asked. */
  private int check(boolean ours, String relation) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = " + threads);
      statement.execute("SET memory_limit = '" + memory + "'");
      statement.execute("SET temp_directory = " + Sql.literal(spill));
      return ours ? ours(connection, relation) : byHand(statement, relation);
    }
  }

  private int ours(Connection connection, String relation) throws SQLException, IOException {
    CheckpointResult result =
        Checkpoint.compile(
                Suite.parse(example.suite()), schema(connection, relation), Parameters.NONE)
            .run(connection, relation, ResultFormat.SUMMARY);
    result.failures().forEach(System.err::println);
    return result.results().size() - result.failures().size();
  }

  private int byHand(Statement statement, String relation) throws SQLException, IOException {
    String sql = example.sql().replace("FROM data", "FROM " + relation);
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      int width = row.getMetaData().getColumnCount();
      for (int i = 1; i <= width; i++) {
        row.getObject(i);
      }
      return width;
    }
  }

  private static TableSchema schema(Connection connection, String relation) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
      List<Column> columns = new ArrayList<>();
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
      return new TableSchema(columns);
    }
  }
}
