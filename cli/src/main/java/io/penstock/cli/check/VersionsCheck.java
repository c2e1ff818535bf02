package io.penstock.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Console.Mark;
import io.penstock.contracts.build.CheckpointPreview;
import io.penstock.contracts.build.CheckpointPreview.VersionVerdict;
import io.penstock.contracts.build.CheckpointPreview.WindowVerdict;
import io.penstock.contracts.build.FailedExpectation;
import io.penstock.contracts.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A suite tried on published versions, by the service that checks builds. */
final class VersionsCheck {
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private VersionsCheck() {}

  /**
   * Asks.
   *
   * @param suite a file, or the name of a registered suite
   */
  static CheckpointPreview ask(
      URI service, Path suite, String dataset, int versions, ParameterOptions parameters) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("dataset", dataset).put("versions", versions);
    if (Files.exists(suite)) {
      SuiteFile file = SuiteFile.read(suite);
      file.parse();
      request.set("suite", Json.read(file.text().getBytes(StandardCharsets.UTF_8), JsonNode.class));
    } else {
      request.put("suiteName", suite.toString());
    }
    request.set("parameters", Json.mapper().valueToTree(parameters.bound().values()));
    return new CatalogClient(service, TIMEOUT)
        .post(CheckpointPreview.class, request, "checkpoints:preview");
  }

  static void print(Console console, CheckpointPreview preview) {
    for (VersionVerdict version : preview.versions()) {
      Mark mark =
          !version.passed() ? Mark.FAILED : version.failing().isEmpty() ? Mark.DONE : Mark.WARNING;
      console.line(
          String.format(
              Locale.ROOT,
              "%s %s v%d, %,d rows in %d windows of its own: %s",
              console.mark(mark),
              preview.dataset(),
              version.version(),
              version.rows(),
              version.windows(),
              version.passed() ? "would have passed" : "would have failed"));
      version.failing().forEach(window -> print(console, window));
    }
    console.line("");
    console.line(
        console.bold(preview.wouldHaveFailed().isEmpty() ? "PASSED" : "FAILED")
            + "  %d of %d versions would have failed"
                .formatted(preview.wouldHaveFailed().size(), preview.versions().size()));
  }

  private static void print(Console console, WindowVerdict window) {
    window
        .error()
        .ifPresent(error ->
            console.line("    %s  %s".formatted(window.window().start(), CheckText.clean(error))));
    for (FailedExpectation failure : window.failures()) {
      console.line(
          "    %s  %s %s, %s: %s"
              .formatted(
                  window.window().start(),
                  CheckText.clean(failure.type()),
                  CheckText.clean(failure.subject()),
                  failure.severity(),
                  CheckText.clean(failure.observed())));
    }
  }
}
