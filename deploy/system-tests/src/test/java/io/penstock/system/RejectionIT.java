package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.catalog.CatalogClient;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointPreview;
import io.penstock.contracts.build.FailedExpectation;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.dataset.VersionCheckpoints;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A checkpoint that fails blocks its window, and nothing else. */
class RejectionIT {
  private static final String OVERLAP =
      """
      {"name": "overlap", "expectations": [
        {"type": "penstock_key_to_not_overlap_with_version",
         "kwargs": {"column_list": ["event_time", "origin", "destination"], "reference": {"version": "%s"}}}]}
      """;
  private static final String STRICT =
      """
      {"name": "%s", "expectations": [
        {"type": "expect_column_values_to_be_between",
         "kwargs": {"column": "delay", "min_value": -120, "max_value": 5000},
         "meta": {}, "severity": "critical"}],
       "meta": {}}
      """;

  private static SystemUnderTest system;
  private static List<byte[]> events;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.shared();
    events = new ArrayList<>(Flights.days(system, 3));
    events.add(
        "{\"date\":\"2001/01/02 10:00\",\"delay\":9999,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRejectedWindowSaysWhyStopsNoOtherAndIsPublishedOnceTheSuiteIsCorrected() {
    String suite = "rejection-strict";
    int strict = putSuite(suite, STRICT.formatted(suite));
    try (Flights flights = new Flights(system, "rejected", yaml -> withSuite(yaml, suite))) {
      flights.produceAll(events);

      await("one window is rejected, two are published")
          .atMost(Duration.ofSeconds(180))
          .ignoreExceptions()
          .until(() ->
              count(flights, WindowState.REJECTED) == 1
                  && count(flights, WindowState.PUBLISHED) == 2);
      BuildDescription build = rejected(flights);
      assertThat(build.state()).isEqualTo(BuildState.REJECTED);
      CheckOutcome outcome = build.checkpoints().getLast();
      FailedExpectation failure = outcome.failures().getFirst();
      assertThat(failure.type()).isEqualTo("expect_column_values_to_be_between");
      assertThat(failure.subject()).isEqualTo("delay");
      assertThat(failure.observed()).startsWith("1 of ");
      assertThat(failure.samples()).contains("9999");
      assertThat(report(outcome)).contains("9999").contains("expect_column_values_to_be_between");
      assertThat(page(outcome))
          .contains("<title>" + suite + " · conformed · failed</title>")
          .contains("<dd>" + suite + ", version " + strict + "</dd>")
          .contains(outcome.suite().orElseThrow().sha256().hex())
          .contains("<li><code>9,999</code></li>");
      VersionDescription before = flights.latest();
      assertThat(before.windows()).isEqualTo(2);

      int corrected = putSuite(suite, STRICT.formatted(suite).replace("5000", "10000"));
      BuildRequestReceipt receipt = ask(flights);
      await("the corrected window is published")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> request(receipt).open() == 0);

      assertThat(request(receipt).rejected()).isZero();
      VersionDescription version = flights.awaitPublished(events.size());
      assertThat(version.windows()).isEqualTo(3);
      assertThat(version.rows()).isEqualTo(events.size());
      assertThat(checkedWith(flights))
          .allSatisfy(suites ->
              assertThat(suites).startsWith(suite + " v" + corrected + ", flights-training v"));
      // The corrected window may come alone, before the others are built with the new suite.
      int since = Math.toIntExact(version.number() - before.number());
      assertThat(preview(flights, STRICT.formatted("tried"), since).wouldHaveFailed()).hasSize(1);
      assertThat(
              preview(flights, STRICT.formatted("tried").replace("5000", "10000"), since)
                  .wouldHaveFailed())
          .isEmpty();
      // The corrected suite built all windows again, over those of the version before.
      assertThat(preview(flights, OVERLAP.formatted("latest"), since).wouldHaveFailed())
          .isNotEmpty();
      assertThat(preview(flights, OVERLAP.formatted(before.number()), since).wouldHaveFailed())
          .isNotEmpty();
      assertThatThrownBy(() -> preview(flights, STRICT.formatted("tried").replace("delay", "x"), 1))
          .hasMessageContaining("no column 'x'");
      assertThatThrownBy(() -> preview(flights, "{\"expectations\": [{\"type\": \"nothing\"}]}", 0))
          .hasMessageContaining("versions: must be from 1 to 100, not 0")
          .hasMessageContaining("expectation 0 nothing: type:");
    }
  }

  @Test
  void whereNothingPassesNothingIsPublished() {
    String suite = "rejection-none";
    putSuite(suite, STRICT.formatted(suite).replace("5000", "-119"));
    try (Flights flights = new Flights(system, "nothing", yaml -> withSuite(yaml, suite))) {
      flights.produceAll(events);
      flights.awaitWindows(3, WindowState.REJECTED);

      assertThat(
              system
                  .catalog()
                  .list(VersionDescription.class, "datasets/%s/versions", flights.name()))
          .isEmpty();
      StoreContents.assertNothingIsLeftBehind(system);
    }
  }

  /**
   * The suites of each window of the newest version: those that the window's build was planned
   * with.
   */
  private static List<String> checkedWith(Flights flights) {
    return system
        .catalog()
        .list(
            VersionCheckpoints.class, flights.latest().checkpoints().substring("/api/v1/".length()))
        .stream()
        .filter(window -> window.window().start().toString().startsWith("2001-01-02"))
        .map(window ->
            window.checkpoints().stream()
                .map(outcome -> outcome.suite().orElseThrow())
                .map(reference -> reference.name() + " v" + reference.version())
                .collect(Collectors.joining(", ")))
        .toList();
  }

  private static CheckpointPreview preview(Flights flights, String suite, int versions) {
    Map<String, Object> request =
        Map.of(
            "suite", Json.read(suite.getBytes(StandardCharsets.UTF_8), JsonNode.class),
            "dataset", flights.name(),
            "versions", versions);
    return new CatalogClient(system.url(Service.VALIDATION))
        .post(CheckpointPreview.class, request, "checkpoints:preview");
  }

  private static String withSuite(String yaml, String suite) {
    return yaml.replace("conformed: suites/flights.json", "conformed: suites/" + suite + ".json");
  }

  private static int putSuite(String name, String json) {
    return system
        .catalog()
        .put(SuiteDescription.class, json, "application/json", "suites/%s", name)
        .version();
  }

  private static long count(Flights flights, WindowState state) {
    return flights.windows().stream().filter(window -> window.state() == state).count();
  }

  private static BuildDescription rejected(Flights flights) {
    WindowDescription window =
        flights.windows().stream()
            .filter(w -> w.state() == WindowState.REJECTED)
            .findFirst()
            .orElseThrow();
    return system.catalog().get(BuildDescription.class, "builds/%s", window.latest().orElseThrow());
  }

  private static String report(CheckOutcome outcome) {
    return new String(
        system.store().read(outcome.report().orElseThrow().key()), StandardCharsets.UTF_8);
  }

  /** As a browser gets it. */
  private static String page(CheckOutcome outcome) {
    URI address = system.url(Service.CATALOG).resolve(outcome.page().orElseThrow());
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          browser.send(
              HttpRequest.newBuilder(address).header("Accept", "text/html").build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
      assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static BuildRequestReceipt ask(Flights flights) {
    BuildRequest all = new BuildRequest(Optional.empty(), Optional.empty(), Optional.empty());
    return system
        .catalog()
        .post(BuildRequestReceipt.class, all, "pipelines/%s/builds", flights.name());
  }

  private static BuildRequestReceipt request(BuildRequestReceipt receipt) {
    return system.catalog().get(BuildRequestReceipt.class, "build-requests/%s", receipt.id());
  }
}
