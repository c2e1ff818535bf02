package io.penstock.contracts.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineSpecParserTest {
  private static final String SMALL =
      """
      apiVersion: penstock.io/v1
      kind: Pipeline
      name: small
      source:
        topic: clicks
        eventTime: {field: at}
      schema:
        versions:
          - version: 1
            fields: {at: string, user: string, n: int?}
      key: [user, at]
      window: {size: PT1H}
      dataset: {name: small}
      """;

  @Test
  void readsTheFlightsExample() throws IOException {
    PipelineSpec spec = PipelineSpecParser.parse(example("flights"));

    assertThat(spec.name().value()).isEqualTo("flights");
    assertThat(spec.source().eventTime())
        .containsExactly(new EventTimeSpec("date", "yyyy/MM/dd HH:mm", ZoneId.of("UTC")));
    assertThat(spec.source().outOfOrderness()).isEqualTo(Duration.ofHours(2));
    assertThat(spec.schema().fields().keySet())
        .containsExactly("date", "delay", "distance", "origin", "destination");
    assertThat(spec.window().text()).isEqualTo("PT24H@UTC");
    assertThat(spec.checks().suite(CheckpointName.OUTPUT))
        .contains(new SuiteName("flights-training"));
    assertThat(spec.dataset().partitionBy())
        .containsExactly(
            new PartitionField(PartitionField.Transform.DAY, "event_time"),
            new PartitionField(PartitionField.Transform.IDENTITY, "delayed"));
  }

  @Test
  void readsTheClickstreamExampleWithItsTwoSchemaVersions() throws IOException {
    PipelineSpec spec = PipelineSpecParser.parse(example("clickstream"));

    assertThat(spec.schema().versions()).extracting(SchemaVersion::version).containsExactly(1, 2);
    assertThat(spec.schema().versions().getLast().upgrade())
        .containsEntry("session_id", "session_uuid");
    assertThat(spec.schema().fields().get("purchase_amount_usd"))
        .isEqualTo(new FieldType(new ScalarType.Decimal(10, 2), true));
    assertThat(spec.source().eventTime()).hasSize(2);
  }

  @Test
  void fillsInDefaults() {
    PipelineSpec spec = PipelineSpecParser.parse(SMALL);

    assertThat(spec.source().name().value()).isEqualTo("clicks");
    assertThat(spec.source().landing()).isEqualTo(Landing.RAW);
    assertThat(spec.source().maxSkew()).isEqualTo(Duration.ofDays(1));
    assertThat(spec.source().eventTime().getFirst().format()).isEqualTo("iso");
    assertThat(spec.late()).isEqualTo(LatePolicy.REBUILD);
    assertThat(spec.transform()).isEqualTo("SELECT * FROM input");
    assertThat(spec.dataset().partitionBy()).isEmpty();
    assertThat(spec.checks().suite(CheckpointName.CONFORMED)).isEmpty();
  }

  @Test
  void survivesJsonUnchanged() throws IOException {
    PipelineSpec spec = PipelineSpecParser.parse(example("clickstream"));

    String json = Json.text(spec);

    assertThat(Json.read(json.getBytes(StandardCharsets.UTF_8), PipelineSpec.class))
        .isEqualTo(spec);
    assertThat(Json.text(Json.read(json.getBytes(StandardCharsets.UTF_8), PipelineSpec.class)))
        .isEqualTo(json);
  }

  @Test
  void saysEveryErrorAtOnceWithItsLine() {
    String yaml =
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: bad name
        source:
          topic: clicks
          eventTime: {field: at, format: "yyyy-QQQQQQQ"}
          outOfOrderness: 2h
          colour: red
        schema:
          versions:
            - version: 1
              fields: {at: string, n: integer}
        key: [at, nobody]
        window: {size: PT7H, zone: Mars/Olympus}
        dataset: {name: d, partitionBy: ["week(at)"]}
        """;

    assertThat(errorsOf(yaml))
        .anySatisfy(e -> assertThat(e).startsWith("line 3: name does not match"))
        .anySatisfy(e -> assertThat(e).startsWith("line 6: source.eventTime.format"))
        .anySatisfy(e -> assertThat(e).startsWith("line 7: source.outOfOrderness"))
        .contains("line 8: source.colour is not known here; remove it or correct its name")
        .anySatisfy(e ->
            assertThat(e).startsWith("line 12: schema.versions.0.fields.n 'integer' is not a type"))
        .anySatisfy(e -> assertThat(e).startsWith("line 13: key.1 names 'nobody'"))
        .anySatisfy(e -> assertThat(e).startsWith("line 14: window.size"))
        .anySatisfy(e -> assertThat(e).startsWith("line 14: window.zone"))
        .anySatisfy(e -> assertThat(e).startsWith("line 15: dataset.partitionBy.0 'week(at)'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "version: 1                     | version: 0                        | must have a minimum value",
        "key: [user, at]                | key: []                           | must have at least 1 items",
        "{size: PT1H}                   | {size: P0D}                       | 'P0D' must be positive",
        "topic: clicks                  | \"topic: clicks\n  outOfOrderness: P1000000D\" | must be at most P36500D",
        "{at: string, user: string, n: int?} | {at: string, user: string, n: int?, __x: int} | reserved name",
        "{at: string, user: string, n: int?} | {at: string, user: string, USER: int} | differs from",
        "dataset: {name: small}         | \"dataset: {name: small}\nlate: side\" | use rebuild or drop",
        "dataset: {name: small}         | \"dataset: {name: small}\nprivacy: [{field: user, rule: hmac}]\" | needs a 'key'",
        "dataset: {name: small}         | \"dataset: {name: small}\nprivacy: [{field: n, rule: mask}]\" | use rule redact",
        "dataset: {name: small}         | \"dataset: {name: small}\nprivacy: [{field: at, rule: redact}]\" | make its type 'string?'",
        "dataset: {name: small}         | \"dataset: {name: small}\ndataset: {name: other}\" | for the second time",
        "apiVersion: penstock.io/v1     | apiVersion: penstock.io/v2        | must be the constant value",
      })
  void refusesWhatCannotBe(String from, String to, String message) {
    assertThat(SMALL).contains(from);

    assertThat(errorsOf(SMALL.replace(from, to)))
        .anySatisfy(error -> assertThat(error).contains(message));
  }

  @Test
  void requiresEachSchemaVersionToSupplyEveryConformedField() {
    String yaml =
        SMALL.replace(
            "    - version: 1\n",
            "    - version: 1\n      fields: {at: string}\n    - version: 2\n");

    assertThat(errorsOf(yaml))
        .containsExactly(
            "line 10: schema.versions.0.fields has no 'user': add it, or an upgrade expression for it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n- b\n", "a: [", "a: &x [*x]", "\u0000", "42"})
  void refusesWhatIsNoSpecAtAll(String yaml) {
    assertThatThrownBy(() -> PipelineSpecParser.parse(yaml))
        .isInstanceOfSatisfying(
            PenstockException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USER));
  }

  private static List<String> errorsOf(String yaml) {
    try {
      PipelineSpecParser.parse(yaml);
      return List.of();
    } catch (PenstockException e) {
      return e.getMessage().lines().toList();
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(Path.of("../examples", name, "pipeline.yaml"));
  }
}
