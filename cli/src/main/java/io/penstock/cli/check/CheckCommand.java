package io.penstock.cli.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.data.DataFiles;
import io.penstock.checkpoint.data.DataTable;
import io.penstock.checkpoint.docs.DataDocs;
import io.penstock.checkpoint.docs.Histograms;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.plan.CheckpointPlan;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.cli.console.Console;
import io.penstock.cli.system.Part;
import io.penstock.cli.system.SystemOptions;
import io.penstock.contracts.build.CheckpointPreview;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.EngineSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a suite on files. */
@Command(
    name = "check",
    description =
        "Tries a suite on files, without any running service: Parquet, NDJSON or CSV, plain or compressed; or on published versions. Publishes and stops nothing.",
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Exit codes: 0 passed, 1 an expectation that blocks does not hold, 2 the suite or the data cannot be used.",
      "An expectation blocks if its severity is critical and meta.penstock.action is fail, as by default."
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;

  /** Whole rows that a page shows for each failed expectation. */
  private static final int SAMPLE_ROWS = 5;

  /** How a verdict is written. */
  enum Output {
    TEXT,
    JSON,
    HTML
  }

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "SUITE",
      description =
          "A suite as JSON, of Great Expectations 1.x or 0.x; with --versions also the name of a registered one.")
  private Path suite;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILES",
      description = "Files, directories and patterns, which are one table together.")
  private List<String> files = List.of();

  @Option(
      names = "--versions",
      paramLabel = "N",
      description =
          "Instead of files: the newest N versions of a dataset of a running system, as their builds would have been checked.")
  private @Nullable Integer versions;

  @Option(names = "--dataset", paramLabel = "NAME", description = "The dataset of --versions.")
  private @Nullable String dataset;

  @Option(
      names = "--result-format",
      paramLabel = "FORMAT",
      description =
          "How much a result tells: ${COMPLETION-CANDIDATES} (default: SUMMARY, with --key COMPLETE).")
  private ResultFormat.@Nullable Level resultFormat;

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "Columns that name a row, in unexpected_index_list (default: the row's number, from 0).")
  private List<String> key = List.of();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). JSON is a validation result of Great Expectations, HTML one page that needs no other files.")
  private Output output;

  @Mixin private ParameterOptions parameters;
  @Mixin private DataOptions data;
  @Mixin private SystemOptions system;

  public CheckCommand() {
    this(Console.standard());
  }

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Working working = Working.start(console, "reading")) {
      return versions == null && dataset == null ? check(working) : preview(working);
    } catch (PenstockException e) {
      console.error(e.getMessage());
      return UNUSABLE;
    } catch (OutOfMemoryError e) {
      console.error("the result does not fit into memory: ask for less with --result-format");
      return UNUSABLE;
    }
  }

  /** Asks the running system. */
  private int preview(Working working) {
    if (versions == null || dataset == null || !files.isEmpty() || output == Output.HTML) {
      throw PenstockException.user(
          "bad-check",
          "--versions and --dataset go together, without files, and give text or JSON");
    }
    working.on("checking %d versions of %s".formatted(versions, dataset));
    CheckpointPreview preview =
        VersionsCheck.ask(system.url(Part.VALIDATION), suite, dataset, versions, parameters);
    working.close();
    switch (output) {
      case TEXT -> VersionsCheck.print(console, preview);
      case JSON, HTML -> console.line(Json.text(preview));
    }
    return preview.wouldHaveFailed().isEmpty() ? 0 : FAILED;
  }

  private int check(Working working) {
    if (files.isEmpty()) {
      throw PenstockException.user(
          "bad-check", "no files: name some, or versions with --versions N --dataset NAME");
    }
    Problems problems = new Problems();
    SuiteFile file = problems.collect(() -> SuiteFile.read(suite));
    Suite parsed = file == null ? null : problems.collect(file::parse);
    DataFiles found = problems.collect(() -> data.files(files));
    if (file == null || parsed == null || found == null) {
      throw problems.toException();
    }
    working.on("reading " + found.words());
    try (EngineSession session = data.open(found)) {
      DataTable table = DataTable.open(session, found, data.nulls());
      CheckpointPlan plan =
          problems.collect(() -> Checkpoint.compile(parsed, table.schema(), parameters.bound()));
      key.stream()
          .filter(column -> table.schema().find(column).isEmpty())
          .forEach(column -> problems.add("--key: there is no column '%s'".formatted(column)));
      if (plan == null || problems.any()) {
        throw problems.toException();
      }
      working.on("checking %d expectations".formatted(plan.size()));
      CheckpointResult result = plan.run(session, table.relation(), format());
      ObjectNode meta = meta(file, result, found, table);
      if (output == Output.HTML) {
        meta.withObject("/penstock")
            .set("histograms", Histograms.of(session, table.relation(), table.schema(), result));
      }
      working.close();
      switch (output) {
        case TEXT ->
            CheckText.print(console, result, table.rows(), found.words(), working.elapsed());
        case JSON -> console.bytes(result.toBytes(meta));
        case HTML -> console.bytes(DataDocs.page(result.toJson(meta)));
      }
      return result.passed() ? 0 : FAILED;
    }
  }

  private ResultFormat format() {
    ResultFormat.Level level =
        resultFormat != null
            ? resultFormat
            : key.isEmpty() ? ResultFormat.Level.SUMMARY : ResultFormat.Level.COMPLETE;
    ResultFormat format =
        level == ResultFormat.Level.COMPLETE ? ResultFormat.complete(key) : ResultFormat.of(level);
    return output == Output.HTML ? format.withUnexpectedRows(SAMPLE_ROWS) : format;
  }

  private static ObjectNode meta(
      SuiteFile suite, CheckpointResult result, DataFiles files, DataTable table) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    ObjectNode penstock = meta.putObject("penstock");
    penstock.putObject("suite").put("name", result.suite()).put("sha256", suite.sha256().hex());
    penstock.put("rows", table.rows());
    ArrayNode list = penstock.putArray("files");
    files
        .paths()
        .forEach(path ->
            list.addObject().put("path", path.toString()).put("bytes", DataFiles.size(path)));
    return meta;
  }

  /** What is wrong with the suite, the files and the options, to be told at once. */
  private static final class Problems {
    private final List<String> lines = new ArrayList<>();

    void add(String line) {
      lines.add(line);
    }

    boolean any() {
      return !lines.isEmpty();
    }

    /** Does some work, or keeps what is wrong with its input. */
    <T> @Nullable T collect(Supplier<T> work) {
      try {
        return work.get();
      } catch (PenstockException e) {
        add(e.getMessage());
        return null;
      }
    }

    PenstockException toException() {
      return PenstockException.user("bad-check", String.join("\n", lines));
    }
  }
}
