package io.penstock.benchmark.checkpoint;

import io.penstock.benchmark.Cost;
import io.penstock.benchmark.Peak;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A process of its own that checks files once to warm up, on a few rows, and then some times to be
 * measured: so that its peak of memory is that of one way to check. Both ways work in a session as
 * validation-service opens it.
 */
final class Candidate {
  private static final String WARM_UP_ROWS = "10000";

  private final Example example;
  private final EngineSettings settings;
  private final List<Path> files;

  private Candidate(Example example, EngineSettings settings, List<Path> files) {
    this.example = example;
    this.settings = settings;
    this.files = files;
  }

  /** Arguments: ours or by-hand, example, threads, bytes of memory, runs, files. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    boolean ours = arguments[0].equals("ours");
    Path scratch = Files.createTempDirectory("scratch");
    Candidate candidate =
        new Candidate(
            new Example(arguments[1]),
            new EngineSettings(
                scratch, Long.parseLong(arguments[3]), Integer.parseInt(arguments[2])),
            Arrays.stream(arguments).skip(5).map(Path::of).toList());
    String relation =
        candidate.files.stream()
            .map(Sql::literal)
            .collect(Collectors.joining(", ", "read_parquet([", "])"));
    candidate.check(ours, "(SELECT * FROM " + relation + " LIMIT " + WARM_UP_ROWS + ")");
    List<Cost.Measured<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
      runs.add(Cost.measure(() -> candidate.check(ours, relation)));
    }
    // The one in the middle by processor time.
    runs.sort(Comparator.comparing(run -> run.cost().cpu()));
    Cost.Measured<Integer> middle = runs.get(runs.size() / 2);
    System.out.println(
        Json.text(
            new Measurement(
                middle.cost().wall(),
                Optional.of(middle.cost().cpu()),
                Peak.ofThisProcess(),
                middle.result())));
    Files.delete(scratch);
  }

  /** The number of expectations that hold, or of numbers that were asked. */
  private int check(boolean ours, String relation) throws IOException {
    try (EngineSession session = Engine.open(settings, files)) {
      return ours ? ours(session, relation) : byHand(session, relation);
    }
  }

  private int ours(EngineSession session, String relation) throws IOException {
    TableSchema schema = TableSchema.of(session.columns("SELECT * FROM " + relation));
    CheckpointResult result =
        Checkpoint.compile(Suite.parse(example.suite()), schema, Parameters.NONE)
            .run(session, relation, ResultFormat.SUMMARY);
    result.failures().forEach(System.err::println);
    return result.results().size() - result.failures().size();
  }

  private int byHand(EngineSession session, String relation) throws IOException {
    return session.query(
        example.sql().replace("FROM data", "FROM " + relation),
        row -> {
          row.next();
          int width = row.getMetaData().getColumnCount();
          for (int i = 1; i <= width; i++) {
            row.getObject(i);
          }
          return width;
        });
  }
}
