package io.penstock.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.console.Console;
import io.penstock.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * What a command gave.
 *
 * @param exit its exit code
 * @param out standard output
 * @param err standard error
 */
record Tried(int exit, String out, String err) {
  static Tried check(Object... arguments) {
    return run(CheckCommand::new, arguments);
  }

  static Tried profile(Object... arguments) {
    return run(ProfileCommand::new, arguments);
  }

  private static Tried run(Function<Console, Callable<Integer>> command, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.plain(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    CommandLine line = new CommandLine(command.apply(console));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    String[] texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int exit = line.execute(texts);
    return new Tried(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonNode json() {
    return Json.read(out.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  static Path file(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream stream =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  static Path parquet(Path folder, String name, String query) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet)"
              .formatted(query, file.toString().replace("'", "''")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }

  static Path suite(Path folder, String... expectations) throws IOException {
    return file(
        folder,
        "suite.json",
        "{\"name\": \"tried\", \"expectations\": [" + String.join(", ", expectations) + "]}");
  }

  static String expectation(String type, String kwargs) {
    return "{\"type\": \"%s\", \"kwargs\": %s}".formatted(type, kwargs);
  }

  static String warning(String type, String kwargs) {
    return "{\"type\": \"%s\", \"kwargs\": %s, \"severity\": \"warning\"}".formatted(type, kwargs);
  }
}
