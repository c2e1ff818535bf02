package io.penstock.catalog.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.iceberg.TableChange;
import io.penstock.catalog.iceberg.TableFile;
import io.penstock.catalog.quarantine.QuarantineFiles;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.pipeline.PartitionField;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextVersionTest {
  private static final Head EMPTY =
      new Head(new DatasetName("flights"), Optional.empty(), 0, List.of(), List.of());

  @Test
  void theContentHashDoesNotDependOnHowWindowsWereGrouped() {
    FinishedBuild one = build(1, "a", 3, 1);
    FinishedBuild two = build(2, "b", 4, 1);

    NextVersion together = NextVersion.of(EMPTY, List.of(one, two));
    NextVersion after = NextVersion.of(head(NextVersion.of(EMPTY, List.of(two))), List.of(one));

    assertThat(after.contentHash()).isEqualTo(together.contentHash());
    assertThat(together.number()).isEqualTo(1);
    assertThat(after.number()).isEqualTo(2);
  }

  @Test
  void theLedgerIsTheSumOverTheWindows() {
    NextVersion version =
        NextVersion.of(
            head(NextVersion.of(EMPTY, List.of(build(1, "a", 3, 1), build(2, "b", 4, 1)))),
            List.of(build(1, "c", 5, 1)));

    assertThat(version.ledger().windowed().count()).isEqualTo(9);
    assertThat(version.rows()).isEqualTo(9);
  }

  @Test
  void removesExactlyTheFilesOfTheReplacedWindow() {
    Head head = head(NextVersion.of(EMPTY, List.of(build(1, "a", 3, 1), build(2, "b", 4, 1))));

    TableChange change = NextVersion.of(head, List.of(build(1, "c", 5, 1))).change(head);

    assertThat(change.removed()).extracting(NextVersionTest::name).containsExactly("a");
    assertThat(change.added()).extracting(NextVersionTest::name).containsExactly("c");
    assertThat(change.summary()).containsEntry("penstock.version", "2");
  }

  @Test
  void theNewestSpecLeadsTheSchemaAndOlderColumnsStayWhileAWindowHasThem() {
    Head head = head(NextVersion.of(EMPTY, List.of(build(1, "a", 3, 1), build(2, "b", 4, 1))));

    NextVersion mixed = NextVersion.of(head, List.of(build(1, "c", 5, 2)));
    NextVersion whole = NextVersion.of(head(mixed), List.of(build(2, "d", 4, 2)));

    assertThat(mixed.change(head).columns())
        .containsExactly(
            List.of(new OutputColumn("column2", "int")),
            List.of(new OutputColumn("column1", "int")));
    assertThat(mixed.specVersion()).isEqualTo(2);
    assertThat(whole.change(head(mixed)).columns())
        .containsExactly(List.of(new OutputColumn("column2", "int")));
  }

  private static String name(TableFile file) {
    return file.file().object().key().value();
  }

  private static Head head(NextVersion version) {
    return new Head(
        EMPTY.dataset(),
        Optional.of("s3://bucket/metadata"),
        version.number(),
        version.windows(),
        version.files());
  }

  private static FinishedBuild build(int day, String file, long rows, int specVersion) {
    Instant start = Instant.parse("2001-01-01T00:00:00Z").plus(day, ChronoUnit.DAYS);
    Window window = new Window(start, start.plus(1, ChronoUnit.DAYS));
    BuildId id = BuildId.of(Sha256.of(file));
    Fingerprint content = new Fingerprint(rows, 1, file.hashCode());
    BuildPlan plan =
        new BuildPlan(
            id,
            PipelineSpecParser.parse(SPEC),
            specVersion,
            window,
            1,
            List.of(),
            Map.of(),
            new EngineIdentity("v2", 1, ""));
    return new FinishedBuild(
        new Candidate(
            id,
            new PipelineName("flights"),
            specVersion,
            window,
            1,
            Optional.empty(),
            BuildState.PLANNED,
            Optional.empty()),
        plan,
        new OutputShape(
            List.of(new OutputColumn("column" + specVersion, "int")), List.<PartitionField>of()),
        List.of(
            new OutputFile(
                new StoredObject(new ObjectKey(file), Sha256.of(file), 100),
                "",
                List.of(),
                content)),
        new BuildLedger(
            content,
            Fingerprint.EMPTY,
            Fingerprint.EMPTY,
            Fingerprint.EMPTY,
            content,
            Optional.of(content),
            Optional.of(Fingerprint.EMPTY)),
        List.of(),
        new QuarantineFiles.Left(id, "flights", Map.of()),
        List.of());
  }

  private static final String SPEC =
      """
      apiVersion: penstock.io/v1
      kind: Pipeline
      name: flights
      source:
        topic: flights
        format: json
        eventTime: {field: date, format: iso, zone: UTC}
      schema:
        versions:
          - version: 1
            fields: {date: string}
      key: [date]
      window: {size: P1D, zone: UTC}
      dataset: {name: flights}
      """;
}
