package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.quarantine.QuarantinedRow;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.contracts.quarantine.RuleCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bad rows go to quarantine as they came, and come back once what refused them is corrected. */
class QuarantineReplayIT {
  private static final String SUITE =
      """
      {"name": "quarantine", "expectations": [
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "delay", "max_value": %d},
         "meta": {"penstock": {"action": "quarantine"}}},
        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "origin", "regex": "%s"},
         "meta": {"penstock": {"action": "quarantine"}}}],
       "meta": {}}
      """;
  private static final String LATE_AND_ODD =
      "{\"date\":\"2001/01/01 10:00\",\"delay\":9999,\"distance\":1,\"origin\":\"A1\",\"destination\":\"BBB\"}";
  private static final String LATE =
      "{\"date\":\"2001/01/01 11:00\",\"delay\":8888,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}";
  private static final String NO_ORIGIN =
      "{\"date\":\"2001/01/02 10:00\",\"delay\":7,\"distance\":1,\"destination\":\"CCC\"}";
  private static final String BETWEEN = "expect_column_values_to_be_between(delay)";
  private static final String REGEX = "expect_column_values_to_match_regex(origin)";

  private static SystemUnderTest system;
  private static List<byte[]> good;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.shared();
    good = Flights.days(system, 3);
  }

  @Test
  void quarantinedRowsKeepTheirBytesAndComeBackOnceTheSuiteOrTheSchemaIsCorrected() {
    List<byte[]> events = new ArrayList<>(good);
    for (String bad : List.of(LATE_AND_ODD, LATE, NO_ORIGIN)) {
      events.add(bad.getBytes(StandardCharsets.UTF_8));
    }
    putSuite(5000, "^[A-Z]{3}$");
    try (Flights flights = new Flights(system, "replayed", QuarantineReplayIT::withSuite)) {
      flights.produceAll(events);
      VersionDescription first = flights.awaitPublished(events.size());

      assertThat(terms(first)).isEqualTo("schema 1, quarantined 2, published " + good.size());
      assertThat(rules(flights)).containsExactly(BETWEEN + " 2", REGEX + " 1", "schema 1");
      assertThat(rows(flights))
          .containsExactlyInAnyOrder(
              LATE_AND_ODD + " [" + BETWEEN + ", " + REGEX + "]",
              LATE + " [" + BETWEEN + "]",
              NO_ORIGIN + " [schema]");

      ReplayReceipt early = replay(flights, Map.of());
      assertThat(early.request()).isEmpty();
      assertThat(early.messages()).singleElement().asString().contains("neither schema nor suites");

      assertThat(cli("quarantine", "list", flights.name()))
          .contains(BETWEEN)
          .contains("[2001-01-01T00:00:00Z, 2001-01-02T00:00:00Z)");
      assertThat(cli("quarantine", "show", flights.name(), "--rule", "schema"))
          .contains("schema: field origin: missing")
          .contains(NO_ORIGIN)
          .doesNotContain(LATE);

      putSuite(10000, "^[A-Z0-9]{2,3}$");
      assertThat(cli("replay", flights.name(), "--rule", REGEX, "--dry-run"))
          .contains("Dry run: 1 rows of 1 windows go back, 1 stay.");
      assertThat(cli("replay", flights.name(), "--rule", REGEX, "--window", "2001-01-01"))
          .contains("1 rows of 1 windows go back, 1 stay.")
          .contains("1 windows published, 0 rejected, 0 failed");
      VersionDescription second = flights.latest();
      assertThat(terms(second))
          .isEqualTo("schema 1, quarantined 1, published " + (good.size() + 1));
      assertThat(second.number()).isEqualTo(first.number() + 1);
      assertThat(rows(flights))
          .containsExactlyInAnyOrder(LATE + " [" + BETWEEN + "]", NO_ORIGIN + " [schema]");
      assertThat(verified(flights, first)).isEqualTo("the same bytes; " + hash(first));
      assertThat(verified(flights, second)).isEqualTo("the same bytes; " + hash(second));

      assertThat(replay(flights, Map.of("rule", REGEX)).request()).isEmpty();
      assertThat(flights.latest().number()).isEqualTo(second.number());

      flights.register(yaml -> withSuite(yaml).replace("origin: string,", "origin: string?,"));
      ReplayReceipt rest = replay(flights, Map.of());
      assertThat(rest.selected()).isEqualTo(2);
      awaitDone(rest);
      VersionDescription third = flights.latest();
      assertThat(terms(third)).isEqualTo("schema 0, quarantined 0, published " + events.size());
      assertThat(third.rows()).isEqualTo(events.size());
      assertThat(
              flights
                  .query(
                      "SELECT count(*) FROM rows WHERE delay IN (9999, 8888, 7) AND distance = 1")
                  .values())
          .containsExactly(List.of("3"));
      assertThat(rows(flights)).isEmpty();

      ReplayReceipt again = replay(flights, Map.of());
      assertThat(again.request()).isEmpty();
      assertThat(flights.latest().number()).isEqualTo(third.number());
      Flights.assertAudited(system);
    }
  }

  private static String withSuite(String yaml) {
    return yaml.replace("conformed: suites/flights.json", "conformed: suites/quarantine.json");
  }

  private static void putSuite(int delayMax, String origin) {
    system
        .catalog()
        .put(
            SuiteDescription.class,
            SUITE.formatted(delayMax, origin),
            "application/json",
            "suites/quarantine");
  }

  private static String terms(VersionDescription version) {
    BuildLedger ledger = version.ledger();
    assertThat(ledger.balanced()).isTrue();
    return "schema %d, quarantined %d, published %d"
        .formatted(
            ledger.schemaFailed().count(),
            ledger.quarantined().count(),
            ledger.published().orElseThrow().count());
  }

  private static List<String> rules(Flights flights) {
    return List.of(
            system
                .catalog()
                .get(RuleCount[].class, "pipelines/%s/quarantine/rules", flights.name()))
        .stream()
        .map(count -> count.rule().name() + " " + count.rows())
        .toList();
  }

  /** The payloads, byte by byte, and what they broke. */
  private static List<String> rows(Flights flights) {
    return system
        .catalog()
        .list(QuarantinedRow.class, "pipelines/%s/quarantine/rows", flights.name())
        .stream()
        .map(row ->
            new String(
                    Base64.getDecoder().decode(row.payload().orElseThrow()), StandardCharsets.UTF_8)
                + " "
                + row.rules().stream().map(broken -> broken.rule().name()).toList())
        .toList();
  }

  /** What is said of a version that is made once more. */
  private static String verified(Flights flights, VersionDescription version) {
    String printed = cli("verify", flights.name(), Long.toString(version.number())).strip();
    return printed.substring(printed.lastIndexOf("rows: ") + "rows: ".length());
  }

  private static String hash(VersionDescription version) {
    return "content sha256:" + version.contentHash().hex();
  }

  /** What a command prints, which succeeds. */
  private static String cli(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                system.checkoutFile("cli/target/lib") + "/*",
                "io.penstock.cli.Penstock"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PENSTOCK_CATALOG_URL", system.url(Service.CATALOG).toString());
    builder.environment().put("PENSTOCK_TRANSFORM_URL", system.url(Service.TRANSFORM).toString());
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ReplayReceipt replay(Flights flights, Map<String, Object> request) {
    return system
        .catalog()
        .post(ReplayReceipt.class, request, "pipelines/%s/quarantine:replay", flights.name());
  }

  private static void awaitDone(ReplayReceipt replay) {
    UUID request = replay.request().orElseThrow();
    await("the replay is published")
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> builds(request).open() == 0);
    assertThat(builds(request).published()).isEqualTo(builds(request).windows());
  }

  private static BuildRequestReceipt builds(UUID request) {
    return system.catalog().get(BuildRequestReceipt.class, "build-requests/%s", request);
  }
}
