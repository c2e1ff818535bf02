package io.penstock.cli.check;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.data.DataFiles;
import io.penstock.checkpoint.data.DataTable;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.profile.Profile;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.cli.console.Console;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.EngineSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes a suite for data like some files. */
@Command(
    name = "profile",
    description =
        "Looks at files and proposes a suite that they pass: columns and types as critical expectations; ranges, sets, lengths and the like as warnings, for a person to judge.",
    exitCodeOnExecutionException = 2)
public final class ProfileCommand implements Callable<Integer> {
  private static final int UNUSABLE = 2;
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILES",
      description = "Files, directories and patterns, which are one table together.")
  private List<String> files;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the suite (default: standard output).")
  private @Nullable Path output;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the suite.")
  private @Nullable String name;

  @Mixin private DataOptions data;

  public ProfileCommand() {
    this(Console.standard());
  }

  ProfileCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Working working = Working.start(console, "reading")) {
      DataFiles found = data.files(files);
      working.on("reading " + found.words());
      try (EngineSession session = data.open(found)) {
        DataTable table = DataTable.open(session, found, data.nulls());
        working.on("looking at %d columns".formatted(table.schema().columns().size()));
        ObjectNode suite = Profile.suite(session, table, name == null ? nameOf(found) : name);
        working.on("trying the suite");
        leaveOutWhatFails(session, table, suite);
        working.close();
        write(suite);
      }
      return 0;
    } catch (PenstockException e) {
      console.error(e.getMessage());
      return UNUSABLE;
    }
  }

  /** What is proposed holds: what does not, because two ways to compare differ, is taken out. */
  private void leaveOutWhatFails(EngineSession session, DataTable table, ObjectNode suite) {
    List<ExpectationResult> results =
        Checkpoint.compile(
                Suite.parse(Json.text(suite)),
                table.schema(),
                io.penstock.checkpoint.suite.Parameters.NONE)
            .run(session, table.relation(), ResultFormat.of(ResultFormat.Level.BOOLEAN_ONLY))
            .results();
    ArrayNode expectations = (ArrayNode) suite.get("expectations");
    for (int i = results.size() - 1; i >= 0; i--) {
      if (!results.get(i).success()) {
        console.error("left out, as it does not hold: " + expectations.remove(i));
      }
    }
  }

  private void write(ObjectNode suite) {
    try {
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(LINES);
      byte[] text =
          (Json.mapper().writer(printer.withArrayIndenter(LINES)).writeValueAsString(suite) + "\n")
              .getBytes(StandardCharsets.UTF_8);
      if (output == null) {
        console.bytes(text);
      } else {
        Files.write(output, text);
        console.done("%d expectations in %s".formatted(suite.path("expectations").size(), output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(DataFiles files) {
    String file = files.paths().getFirst().getFileName().toString();
    return file.substring(0, file.indexOf('.', 1) < 0 ? file.length() : file.indexOf('.', 1));
  }
}
