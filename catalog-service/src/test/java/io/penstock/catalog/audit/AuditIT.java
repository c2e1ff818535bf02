package io.penstock.catalog.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.OwnStack;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.catalog.AuditReport;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test breaks one thing behind the catalog's back, and mends it again for the next. */
@QuarkusTest
@WithTestResource(OwnStack.class)
class AuditIT {
  private static final String FIRST = "2001-01-01";
  private static final String SECOND = "2001-01-02";

  @Inject Scenes scenes;
  @Inject ObjectStore store;
  private Scene scene;
  private Sql sql;
  private Made first;

  /** Three versions: two days, the first with a late row, and its earlier build again. */
  @BeforeEach
  void threeVersions() {
    sql = scenes.sql();
    scene = scenes.create();
    scene.land(FIRST, 3);
    scene.land(SECOND, 2);
    first = scene.built(FIRST, "a");
    scene.publish(first, scene.built(SECOND, "a"));
    Made other = scene.built(FIRST, "b");
    scene.publish(other);
    scene.land(FIRST, 1);
    scene.publish(scene.built(FIRST, "a"));
  }

  /** What a test broke is gone with its scene, so that the next one starts from a sound catalog. */
  @AfterEach
  void forgetTheScene() {
    scene.forget();
  }

  @Test
  void findsNothingWhereNothingIsWrong() {
    AuditReport report = audit();

    assertThat(report.violations()).isEmpty();
    assertThat(report.checks()).hasSizeGreaterThan(15);
  }

  @Test
  void findsNothingWrongWithWindowsThatLackWhatRetentionTook() {
    PlannedBatch late = scene.land(FIRST, 1);
    scene.late("drop");
    given().post("/api/v1/retention?dryRun=false&raw=PT0S").then().statusCode(200);
    assertThat(store.findSize(late.object().key())).isEmpty();
    scene.leaveOut(late);
    scene.late("rebuild");
    scene.land(FIRST, 2);
    scene.publish(scene.built(FIRST, "a"));

    assertThat(audit().violations()).isEmpty();
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of(
            "batch.from = the batch before's to",
            "update batch set from_position = from_position + 1, gaps = '[]', landed_rows = landed_rows - 1 where seq = 2 and source = ?"),
        Arguments.of(
            "rows + gaps = to - from",
            "update batch set gaps = '[{\"from\": 1, \"to\": 2}]' where seq = 1 and source = ?"),
        Arguments.of(
            "seqs of a source have no gap", "update source set last_seq = 9 where name = ?"),
        Arguments.of(
            "fp(landed) = fp(windowed) + fp(unplaced)",
            "update batch_window set sum = sum + 1 where seq = 1 and source = ?"),
        Arguments.of(
            "fp(windowed <= through) = the sum of the outcomes",
            "update batch_window set rows = rows + 1 where seq = 2 and source = ?"),
        Arguments.of(
            "a window has one build at a time",
            "update dataset_window set removed_in = 3 where added_in = 1 and removed_in = 2 and dataset = ?"),
        Arguments.of(
            "windows share no file",
            "update data_file set window_end = window_end + interval '1 hour' where added_in = 3 and dataset = ?"),
        Arguments.of(
            "head' = head - replaced + added",
            "update data_file set removed_in = 3 where added_in = 1 and removed_in is null and dataset = ?"),
        Arguments.of(
            "versions are numbered from 1", "update dataset set head_version = 2 where name = ?"),
        Arguments.of(
            "through and spec version of a window do not go back",
            "update dataset_window set through = 0 where added_in = 3 and dataset = ?"),
        Arguments.of(
            "a pipeline's live builds are the head",
            "update pipeline_window set live_build_id = null where window_start = '2001-01-02T00:00:00Z' and pipeline = ?"),
        Arguments.of(
            "builds in versions are published",
            "update build set version = null where window_start = '2001-01-02T00:00:00Z' and pipeline = ?"),
        Arguments.of(
            "a build was made from the batches of its window",
            "delete from build_input where seq = 3 and source = ?"),
        Arguments.of(
            "referenced => LIVE",
            "update object set state = 'SWEPT' where key in (select object_key from data_file where dataset = ?)"),
        Arguments.of(
            "a version's ledger is the sum over its windows",
            "update dataset_version v set ledger = (select ledger from dataset_version w where w.dataset = v.dataset and w.number = 1) where number = 3 and dataset = ?"),
        Arguments.of(
            "content hash, computed again",
            "update data_file set sum = sum + 1 where added_in = 3 and dataset = ?"),
        Arguments.of(
            "the Iceberg snapshot's files are the version's",
            "update dataset_version v set snapshot_id = (select snapshot_id from dataset_version w where w.dataset = v.dataset and w.number = 1) where number = 3 and dataset = ?"),
        Arguments.of(
            "same build id, same set of file hashes",
            "insert into data_file select object_key, dataset, (select build_id from data_file b where b.added_in = 2 and b.dataset = data_file.dataset), window_start, window_end, partition_path, partition_values, sha256, bytes, rows, sum, 7, 8 from data_file where added_in = 3 and dataset = ?"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void findsWhatIsWrongInTheTables(String claim, String damage) {
    assertThat(sql.update(damage, scene.name())).as("rows damaged").isPositive();

    assertThat(audit().violations()).anyMatch(violation -> violation.startsWith(claim));
  }

  @Test
  void findsAnObjectThatIsGone() {
    ObjectKey key = first.transform().files().getFirst().object().key();
    store.delete(key);

    assertThat(audit().violations())
        .contains("stored bytes = recorded SHA-256: " + key + " is not in the store");
  }

  @Test
  void findsAnObjectWithOtherBytes() {
    ObjectKey key = first.transform().files().getFirst().object().key();
    byte[] bytes = store.read(key);
    bytes[8]++;
    store.delete(key);
    store.putIfAbsent(key, bytes);

    assertThat(audit().violations())
        .contains(
            "stored bytes = recorded SHA-256: " + key + " has other bytes than were recorded");
  }

  private static AuditReport audit() {
    return given().post("/api/v1/audits").then().statusCode(200).extract().as(AuditReport.class);
  }
}
