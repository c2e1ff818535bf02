package io.penstock.catalog.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.contracts.quarantine.HeldRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildIdentityTest {
  private static final String SPEC =
      """
      apiVersion: penstock.io/v1
      kind: Pipeline
      name: p
      source:
        topic: t
        format: json
        eventTime: {field: at, format: iso, zone: UTC}
        outOfOrderness: PT1H
        idleTimeout: PT30S
      schema:
        versions:
          - version: 1
            fields: {at: string, n: int}
      key: [at, n]
      window: {size: P1D, zone: UTC}
      late: rebuild
      checks: {conformed: suites/p.json}
      transform: SELECT event_time, n FROM input
      dataset: {name: d, partitionBy: ["day(event_time)"], orderBy: [event_time]}
      """;

  private static final Window JAN_1 =
      new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"));
  private static final EngineIdentity ENGINE = new EngineIdentity("v2.0.0", 1, "TimeZone=UTC");
  private static final PipelineSpec PIPELINE = PipelineSpecParser.parse(SPEC);
  private static final PlannedBatch ONE = batch(1, "one");
  private static final PlannedBatch TWO = batch(2, "two");

  private static final Optional<HeldRows> NOTHING_HELD = Optional.empty();

  @Test
  void isTheHashOfThisText() {
    String text =
        """
        {"spec":{"name":"p","source":{"name":"t","topic":"t","format":"json","eventTime":[{"field":"at","format":"iso","zone":"UTC"}],"outOfOrderness":"PT1H","idleTimeout":"PT30S","maxSkew":"PT24H","landing":"raw"},
        "schema":{"fields":{"at":"string","n":"int"},"versions":[{"version":1,"fields":{"at":"string","n":"int"},"upgrade":{}}]},
        "key":["at","n"],"window":{"size":"PT24H","zone":"UTC"},"late":"rebuild","privacy":[],"checks":{"conformed":"suites/p.json"},
        "transform":"SELECT event_time, n FROM input","dataset":{"name":"d","partitionBy":["day(event_time)"],"orderBy":["event_time"]}},
        "suites":{"conformed":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
        "engine":{"duckdb":"v2.0.0","outputRevision":1,"settings":"TimeZone=UTC"},
        "window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z"},
        "parameters":{"window_start":"2026-01-01T00:00:00Z","window_end":"2026-01-02T00:00:00Z"},
        "batches":["3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3","7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"]}
        """
            .replace("\n", "");
    assertThat(BuildIdentity.text(inputs(), JAN_1, List.of(ONE, TWO), List.of(), NOTHING_HELD))
        .isEqualTo(text);
    assertThat(BuildIdentity.of(inputs(), JAN_1, List.of(ONE, TWO), List.of(), NOTHING_HELD).hex())
        .isEqualTo("aefef3985767d890e02caeb8c33572fb3ce588024fa6bb996b9b79678e512979");
  }

  @Test
  void doesNotDependOnWhenBatchesLanded() {
    assertThat(
            BuildIdentity.of(
                inputs(),
                JAN_1,
                List.of(batch(7, "two"), batch(9, "one")),
                List.of(),
                NOTHING_HELD))
        .isEqualTo(BuildIdentity.of(inputs(), JAN_1, List.of(ONE, TWO), List.of(), NOTHING_HELD));
  }

  @Test
  void dependsOnEveryBatch() {
    assertThat(BuildIdentity.of(inputs(), JAN_1, List.of(ONE), List.of(), NOTHING_HELD))
        .isNotEqualTo(
            BuildIdentity.of(inputs(), JAN_1, List.of(ONE, TWO), List.of(), NOTHING_HELD));
  }

  @Test
  void dependsOnTheWindow() {
    Window jan2 = new Window(JAN_1.end(), JAN_1.end().plusSeconds(86400));
    assertThat(BuildIdentity.of(inputs(), jan2, List.of(ONE), List.of(), NOTHING_HELD))
        .isNotEqualTo(BuildIdentity.of(inputs(), JAN_1, List.of(ONE), List.of(), NOTHING_HELD));
  }

  @Test
  void dependsOnTheEngine() {
    EngineIdentity revised = new EngineIdentity("v2.0.0", 2, "TimeZone=UTC");
    assertThat(
            BuildIdentity.of(
                inputs(PIPELINE, suite("a"), revised),
                JAN_1,
                List.of(ONE),
                List.of(),
                NOTHING_HELD))
        .isNotEqualTo(BuildIdentity.of(inputs(), JAN_1, List.of(ONE), List.of(), NOTHING_HELD));
  }

  @Test
  void dependsOnTheRowsThatAreHeld() {
    HeldRows held =
        new HeldRows(
            new StoredObject(new ObjectKey("held/p/a"), Sha256.of("held"), 1),
            Fingerprint.EMPTY,
            Fingerprint.parse(1, "00000000000000000000000000000001"));
    assertThat(BuildIdentity.text(inputs(), JAN_1, List.of(ONE), List.of(), Optional.of(held)))
        .endsWith(
            ",\"held\":\"c20dea4d876b5b8fb0a1814b43017030cea6d4ac30b2d9ae71b404d2faba49b5\"}");
  }

  @Test
  void dependsOnTheBytesOfASuiteButNotOnItsVersion() {
    BoundSuite sameBytes =
        new BoundSuite(
            new SuiteName("p"), 7, Sha256.of("a"), JsonNodeFactory.instance.objectNode());
    assertThat(inputs(PIPELINE, sameBytes, ENGINE).sha256()).isEqualTo(inputs().sha256());
    assertThat(inputs(PIPELINE, suite("b"), ENGINE).sha256()).isNotEqualTo(inputs().sha256());
  }

  @Test
  void dependsOnTheOrderOfFields() {
    PipelineSpec swapped =
        PipelineSpecParser.parse(SPEC.replace("{at: string, n: int}", "{n: int, at: string}"));
    assertThat(inputs(swapped, suite("a"), ENGINE).sha256()).isNotEqualTo(inputs().sha256());
  }

  @Test
  void doesNotDependOnHowTheSpecIsWritten() {
    PipelineSpec commented = PipelineSpecParser.parse("# a comment\n" + SPEC);
    assertThat(inputs(commented, suite("a"), ENGINE).sha256()).isEqualTo(inputs().sha256());
  }

  @Test
  void dependsOnWhatReferencedVersionsHoldButNotOnTheirNumbers() {
    List<PlannedReference> first = references(1, "a", 10);
    assertThat(of(first)).isNotEqualTo(of(List.of()));
    assertThat(of(first)).isEqualTo(of(references(2, "a", 10)));
    assertThat(of(first)).isNotEqualTo(of(references(1, "b", 10)));
    assertThat(of(first)).isNotEqualTo(of(references(1, "a", 11)));
  }

  private static List<PlannedReference> references(long number, String content, long rowsMade) {
    return List.of(
        new PlannedReference(
            new VersionReference(Optional.empty(), Optional.of("latest"), Optional.empty()),
            new DatasetName("d"),
            List.of(
                new PlannedReference.ReferencedVersion(
                    number, Sha256.of(content), 20, rowsMade, 1, List.of()))));
  }

  private static BuildId of(List<PlannedReference> references) {
    return BuildIdentity.of(inputs(), JAN_1, List.of(ONE), references, NOTHING_HELD);
  }

  private static BuildIdentity.Inputs inputs() {
    return inputs(PIPELINE, suite("a"), ENGINE);
  }

  private static BuildIdentity.Inputs inputs(
      PipelineSpec spec, BoundSuite suite, EngineIdentity engine) {
    return new BuildIdentity.Inputs(spec, Map.of(CheckpointName.CONFORMED, suite), engine);
  }

  private static BoundSuite suite(String bytes) {
    return new BoundSuite(
        new SuiteName("p"), 1, Sha256.of(bytes), JsonNodeFactory.instance.objectNode());
  }

  private static PlannedBatch batch(long seq, String bytes) {
    return new PlannedBatch(
        seq,
        new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0),
        new StoredObject(new ObjectKey("raw/t/" + bytes), Sha256.of(bytes), 10),
        Fingerprint.parse(1, "00000000000000000000000000000001"));
  }
}
