package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.json.Json;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the services log while a version comes about, one JSON object a line. */
class LogsIT {
  private static SystemUnderTest system;
  private static Flights flights;
  private static VersionDescription version;

  @BeforeAll
  static void publish() {
    system = SystemUnderTest.shared();
    flights = new Flights(system, "logged");
    List<byte[]> events = Flights.days(system, 1);
    version = flights.produceAll(events).awaitPublished(events.size());
  }

  @AfterAll
  static void close() {
    flights.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyLineIsAnObjectThatNamesItsService(Service service) {
    assertThat(lines(service))
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.path("service").asText())
              .isEqualTo(service.name().toLowerCase(Locale.ROOT));
          assertThat(line.path("serviceVersion").asText()).isEqualTo("0.1.0-SNAPSHOT");
          assertThat(OffsetDateTime.parse(line.path("timestamp").asText())).isNotNull();
          assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
          assertThat(line.path("message").isTextual()).isTrue();
        });
  }

  @Test
  void aBatchIsNamedWhereItIsLanded() {
    assertThat(about(Service.INGEST, Map.of("source", flights.name())))
        .anySatisfy(line ->
            assertThat(line.path("mdc").path("batch").asText())
                .startsWith("raw/" + flights.name() + "/"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {"TRANSFORM", "VALIDATION"})
  void bothStepsOfAServiceNameTheBuildThatThePublishedWindowIsOf(Service service) {
    JsonNode published = published();

    assertThat(
            about(
                service,
                Map.of(
                    "pipeline", flights.name(),
                    "buildId", published.path("mdc").path("buildId").asText(),
                    "window", published.path("mdc").path("window").asText())))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aVersionIsNamedWhereItIsPublished() {
    assertThat(published().path("mdc").path("window").asText())
        .isEqualTo("[2001-01-01T00:00:00Z, 2001-01-02T00:00:00Z)");
    assertThat(published().path("mdc").path("pipeline").asText()).isEqualTo(flights.name());
  }

  /** The line that says which build a window of the version is from. */
  private static JsonNode published() {
    return about(
            Service.CATALOG,
            Map.of("dataset", flights.name(), "version", Long.toString(version.number())))
        .stream()
        .filter(line -> line.path("mdc").has("buildId"))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> about(Service service, Map<String, String> fields) {
    return lines(service).stream()
        .filter(line ->
            fields.entrySet().stream()
                .allMatch(field ->
                    line.path("mdc").path(field.getKey()).asText().equals(field.getValue())))
        .toList();
  }

  private static List<JsonNode> lines(Service service) {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : system.logged(service)) {
      try {
        lines.add(Json.mapper().readTree(line));
      } catch (JsonProcessingException e) {
        throw new AssertionError(service + " logged what is no JSON: " + line, e);
      }
    }
    return lines;
  }
}
