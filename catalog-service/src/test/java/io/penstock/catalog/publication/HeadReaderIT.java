package io.penstock.catalog.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.lake.fingerprint.ContentHash;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A version of many windows, all with the rows of one that was published. */
@QuarkusTest
@WithTestResource(StackResource.class)
class HeadReaderIT {
  private static final String DAY = "2001-01-01";

  /** More than two pages. */
  private static final int MORE = 2_500;

  private static final Fingerprint ROWS = new Fingerprint(3, 1, 2);
  private static final Fingerprint ALL = times(ROWS, MORE + 1);

  @Inject Scenes scenes;
  @Inject Database database;
  private Scene scene;
  private Sql sql;
  private Made made;

  @BeforeEach
  void manyWindows() {
    sql = scenes.sql();
    scene = scenes.create();
    scene.land(DAY, 3);
    made = scene.built(DAY, "a");
    scene.publish(made);
    ledgers(ledger(Optional.of(ROWS)));
    versionLedger(ledgerOf(ALL, Optional.of(ALL)));
    sql.update(
        """
        insert into build (build_id, pipeline, spec_version, window_start, window_end, through, state,
          inputs_sha256, planned_at, ledger, output, version)
        select encode(sha256(convert_to(b.build_id || n, 'UTF8')), 'hex'), pipeline, spec_version,
               window_start + n * interval '1 day', window_end + n * interval '1 day', through, state,
               inputs_sha256, planned_at, ledger, output, version
          from build b, generate_series(1, %d) n where build_id = ?
        """
            .formatted(MORE),
        made.id().hex());
    sql.update(
        """
        insert into dataset_window (dataset, window_start, window_end, build_id, spec_version, through, added_in)
        select pipeline, window_start, window_end, build_id, spec_version, through, 1
          from build where pipeline = ? and build_id <> ?
        """,
        scene.name(),
        made.id().hex());
    sql.update(
        """
        insert into object (key, state, at)
        select 'many/' || build_id, 'LIVE', now() from build where pipeline = ? and build_id <> ?
        """,
        scene.name(),
        made.id().hex());
    sql.update(
        """
        insert into data_file (object_key, dataset, build_id, window_start, window_end, partition_path,
          partition_values, sha256, bytes, rows, sum, added_in)
        select 'many/' || b.build_id, f.dataset, b.build_id, b.window_start, b.window_end, f.partition_path,
               f.partition_values, f.sha256, 10, f.rows, f.sum, 1
          from build b join data_file f on f.dataset = b.pipeline and f.build_id = ?
         where b.pipeline = ? and b.build_id <> ?
        """,
        made.id().hex(),
        scene.name(),
        made.id().hex());
  }

  @AfterEach
  void forgetThem() {
    scene.forget();
  }

  @Test
  void holdsSumsHoweverManyWindowsStay() {
    Head head = read();

    assertThat(head.kept().count()).isEqualTo(MORE + 1);
    assertThat(head.kept().shapes()).hasSize(1);
    assertThat(head.kept().ledger()).isEqualTo(ledgerOf(ALL, Optional.of(ALL)));
    assertThat(head.replaced()).isEmpty();
    assertThat(head.removed()).isEmpty();
    OutputFile file = made.transform().files().getFirst();
    assertThat(head.content())
        .isEqualTo(
            new ContentSums(
                contentHash(file), MORE + 1, (MORE + 1) * 3L, MORE * 10L + file.object().bytes()));
  }

  @Test
  void addsUpAnewWhenTheWindowIsGoneForWhichTheLedgerEndedAtPassed() {
    versionLedger(ledgerOf(ALL, Optional.empty()));

    assertThat(read().kept().ledger()).isEqualTo(ledgerOf(ALL, Optional.of(ALL)));
  }

  @Test
  void endsAtPassedAsLongAsAWindowDoes() {
    versionLedger(ledgerOf(ALL, Optional.empty()));
    sql.update(
        "update build set ledger = ? where build_id = ?",
        Json.text(ledger(Optional.empty())),
        made.id().hex());

    assertThat(read().kept().ledger()).isEqualTo(ledgerOf(ALL, Optional.empty()));
  }

  private Head read() {
    return database.read(
        session -> HeadReader.read(session, new DatasetName(scene.name()), List.of()));
  }

  private Sha256 contentHash(OutputFile file) {
    return ContentHash.of(
        IntStream.rangeClosed(0, MORE)
            .mapToObj(n -> new ContentHash.Part(later(n), file.partitionPath(), file.content()))
            .toList());
  }

  private static Window later(int days) {
    Window first = Scene.day(DAY);
    return new Window(
        first.start().plus(Duration.ofDays(days)), first.end().plus(Duration.ofDays(days)));
  }

  private void ledgers(BuildLedger ledger) {
    sql.update("update build set ledger = ? where pipeline = ?", Json.text(ledger), scene.name());
  }

  private void versionLedger(BuildLedger ledger) {
    sql.update(
        "update dataset_version set ledger = ? where dataset = ?", Json.text(ledger), scene.name());
  }

  private static BuildLedger ledger(Optional<Fingerprint> published) {
    return ledgerOf(ROWS, published);
  }

  private static BuildLedger ledgerOf(Fingerprint rows, Optional<Fingerprint> published) {
    return new BuildLedger(
        rows,
        Fingerprint.EMPTY,
        Fingerprint.EMPTY,
        Fingerprint.EMPTY,
        rows,
        published,
        published.map(rowWise -> Fingerprint.EMPTY));
  }

  private static Fingerprint times(Fingerprint rows, int count) {
    return Stream.generate(() -> rows).limit(count).reduce(Fingerprint.EMPTY, Fingerprint::plus);
  }
}
