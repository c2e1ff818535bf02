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
  private static final FinishedBuild FIRST = build(1, "a", 3, 1);
  private static final FinishedBuild SECOND = build(2, "b", 4, 1);

  @Test
  void theContentHashDoesNotDependOnHowWindowsWereGrouped() {
    NextVersion together = next(0, List.of(), SECOND, FIRST);
    NextVersion firstLater = next(1, List.of(SECOND), FIRST);
    NextVersion secondLater = next(1, List.of(FIRST), SECOND);

    assertThat(firstLater.content()).isEqualTo(together.content());
    assertThat(secondLater.content()).isEqualTo(together.content());
    assertThat(together.number()).isEqualTo(1);
    assertThat(firstLater.number()).isEqualTo(2);
  }

  @Test
  void theLedgerIsTheSumOverTheWindows() {
    NextVersion version = next(1, List.of(FIRST, SECOND), build(1, "c", 5, 1));

    assertThat(version.ledger().windowed().count()).isEqualTo(9);
    assertThat(version.windows()).isEqualTo(2);
    assertThat(version.content().rows()).isEqualTo(9);
    assertThat(version.content().files()).isEqualTo(2);
    assertThat(version.content().bytes()).isEqualTo(200);
  }

  @Test
  void removesExactlyTheFilesOfTheReplacedWindow() {
    TableChange change = change(1, List.of(FIRST, SECOND), build(1, "c", 5, 1));

    assertThat(change.removed()).extracting(NextVersionTest::name).containsExactly("a");
    assertThat(change.added()).extracting(NextVersionTest::name).containsExactly("c");
    assertThat(change.summary()).containsEntry("penstock.version", "2");
  }

  @Test
  void theNewestSpecLeadsTheSchemaAndOlderColumnsStayWhileAWindowHasThem() {
    FinishedBuild newer = build(1, "c", 5, 2);

    assertThat(change(1, List.of(FIRST, SECOND), newer).columns())
        .containsExactly(
            List.of(new OutputColumn("column2", "int")),
            List.of(new OutputColumn("column1", "int")));
    assertThat(next(1, List.of(FIRST, SECOND), newer).specVersion()).isEqualTo(2);
    assertThat(change(2, List.of(newer, SECOND), build(2, "d", 4, 2)).columns())
        .containsExactly(List.of(new OutputColumn("column2", "int")));
  }

  private static NextVersion next(long version, List<FinishedBuild> there, FinishedBuild... added) {
    return NextVersion.of(head(version, there, List.of(added)), List.of(added));
  }

  private static TableChange change(
      long version, List<FinishedBuild> there, FinishedBuild... added) {
    return next(version, there, added).change(head(version, there, List.of(added)));
  }

  private static String name(TableFile file) {
    return file.file().object().key().value();
  }

  /** What is read of a version that has these windows, in their order. */
  private static Head head(long version, List<FinishedBuild> there, List<FinishedBuild> added) {
    List<Window> published = added.stream().map(FinishedBuild::window).toList();
    List<FinishedBuild> kept =
        there.stream().filter(build -> !published.contains(build.window())).toList();
    List<FinishedBuild> replaced =
        there.stream().filter(build -> published.contains(build.window())).toList();
    ContentSums.Adding content = new ContentSums.Adding(added);
    kept.forEach(build ->
        build
            .files()
            .forEach(file ->
                content.keep(
                    build.window(), file.partitionPath(), file.content(), file.object().bytes())));
    return new Head(
        new DatasetName("flights"),
        Optional.of("s3://bucket/metadata"),
        version,
        replaced.stream()
            .map(build ->
                new Head.HeadWindow(build.window(), build.buildId(), build.ledger(), build.shape()))
            .toList(),
        replaced.stream()
            .flatMap(build ->
                build.files().stream()
                    .map(file -> new Head.HeadFile(build.window(), build.buildId(), file)))
            .toList(),
        new Head.KeptWindows(
            kept.size(),
            kept.stream()
                .map(build ->
                    new Head.ShapeOf(
                        build.candidate().specVersion(), build.window(), build.shape()))
                .toList(),
            kept.stream().map(FinishedBuild::ledger).reduce(BuildLedger.EMPTY, BuildLedger::plus)),
        content.end());
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
