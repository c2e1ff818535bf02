package io.penstock.catalog.publication;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class PublicationIT {
  private static final String FIRST = "2001-01-01";
  private static final String SECOND = "2001-01-02";

  @Inject Scenes scenes;
  @Inject ObjectStore store;
  private Scene scene;
  private Sql sql;

  @BeforeEach
  void scene() {
    scene = scenes.create();
    sql = scenes.sql();
  }

  @Test
  void publishesTheWindowsThatPassedAsOneVersion() {
    scene.land(FIRST, 3);
    scene.land(SECOND, 2);
    Made first = scene.built(FIRST, "a");
    Made second = scene.built(SECOND, "a");

    publish(first, second)
        .statusCode(200)
        .body("version", equalTo(1))
        .body("published.start", equalTo(List.of("2001-01-01T00:00:00Z", "2001-01-02T00:00:00Z")))
        .body("replan.size()", equalTo(0));

    assertThat(headFiles()).containsExactlyInAnyOrder(key(first), key(second));
    assertThat(state(first)).isEqualTo("published");
    assertThat(
            sql.texts(
                "select rows || ' ' || windows || ' ' || files from dataset_version where dataset = ?",
                scene.name()))
        .containsExactly("5 2 2");
    assertThat(sql.texts("select type from outbox where subject = ?", scene.name()))
        .containsExactly("io.penstock.version.published");
    assertThat(liveState(ObjectLayout.plan(first.id()).value())).isEqualTo("LIVE");
  }

  @Test
  void publishesTheSameBuildsOnce() {
    scene.land(FIRST, 3);
    Made build = scene.built(FIRST, "a");

    publish(build).statusCode(200).body("version", equalTo(1));
    publish(build).statusCode(200).body("version", equalTo(1)).body("published.size()", equalTo(1));

    assertThat(versions()).isEqualTo(1);
  }

  @Test
  void publishesOnceWhenAskedTwiceAtTheSameTime() throws Exception {
    scene.land(FIRST, 3);
    Made build = scene.built(FIRST, "a");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one =
          threads.submit(() -> publish(build).statusCode(200).body("version", equalTo(1)));
      Future<?> two =
          threads.submit(() -> publish(build).statusCode(200).body("version", equalTo(1)));
      one.get();
      two.get();
    }

    assertThat(versions()).isEqualTo(1);
  }

  @Test
  void rebasesAWindowThatIsPublishedBesideAnother() throws Exception {
    scene.land(FIRST, 3);
    scene.land(SECOND, 2);
    Made first = scene.built(FIRST, "a");
    Made second = scene.built(SECOND, "a");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one = threads.submit(() -> publish(first).statusCode(200));
      Future<?> two = threads.submit(() -> publish(second).statusCode(200));
      one.get();
      two.get();
    }

    assertThat(headFiles()).containsExactlyInAnyOrder(key(first), key(second));
    assertThat(versions()).isEqualTo(2);
    assertThat(
            sql.number(
                "select rows from dataset_version where dataset = ? and number = 2", scene.name()))
        .isEqualTo(5);
  }

  @Test
  void replacesAWindowAndLeavesTheOthers() {
    scene.land(FIRST, 3);
    scene.land(SECOND, 2);
    Made first = scene.built(FIRST, "a");
    Made second = scene.built(SECOND, "a");
    publish(first, second).statusCode(200);
    scene.land(FIRST, 4);
    Made late = scene.built(FIRST, "a");

    publish(late).statusCode(200).body("version", equalTo(2));

    assertThat(headFiles()).containsExactlyInAnyOrder(key(late), key(second));
    assertThat(
            sql.number(
                "select live_through from pipeline_window where pipeline = ? and live_build_id = ?",
                scene.name(),
                late.id().hex()))
        .isEqualTo(3);
    assertThat(
            sql.number(
                "select first_through from pipeline_window where pipeline = ? and live_build_id = ?",
                scene.name(),
                late.id().hex()))
        .isEqualTo(2);
  }

  @Test
  void refusesASlowBuildThatWasOvertaken() {
    scene.land(FIRST, 3);
    Made slow = scene.built(FIRST, "slow");
    scene.land(FIRST, 1);
    Made fast = scene.built(FIRST, "fast");
    publish(fast).statusCode(200).body("version", equalTo(1));

    publish(slow)
        .statusCode(200)
        .body("version", nullValue())
        .body("published.size()", equalTo(0))
        .body("replan.start", equalTo(List.of("2001-01-01T00:00:00Z")));

    assertThat(headFiles()).containsExactly(key(fast));
    assertThat(state(slow)).isEqualTo("superseded");
  }

  @Test
  void takesABuildBackThatAnotherHadReplaced() {
    scene.land(FIRST, 3);
    Made original = scene.built(FIRST, "a");
    publish(original).statusCode(200);
    Made other = scene.built(FIRST, "b");
    publish(other).statusCode(200).body("version", equalTo(2));
    scene.plan(original);

    publish(original).statusCode(200).body("version", equalTo(3));

    assertThat(headFiles()).containsExactly(key(original));
    assertThat(
            sql.texts(
                "select distinct content_hash from dataset_version where dataset = ? and number in (1, 3)",
                scene.name()))
        .hasSize(1);
  }

  @Test
  void publishesAWindowInWhichNoRowIsLeft() {
    scene.land(FIRST, 3);
    Made made = scene.make(FIRST, "empty");
    TransformOutcome filtered =
        new TransformOutcome(
            made.id(),
            made.transform().columns(),
            List.of(),
            Fingerprint.EMPTY,
            Fingerprint.EMPTY,
            made.transform().passed(),
            Optional.of(Fingerprint.EMPTY),
            made.transform().published());
    Made empty = made.withTransform(filtered).withOutputCheck(checked(made, List.of()));
    scene.plan(empty);
    scene.finish(empty);

    publish(empty).statusCode(200).body("version", equalTo(1));

    assertThat(headFiles()).isEmpty();
    assertThat(sql.number("select windows from dataset_version where dataset = ?", scene.name()))
        .isEqualTo(1);
  }

  @Test
  void publishesAQuarterOfAYearAtOnce() {
    Made[] days = new Made[90];
    for (int i = 0; i < days.length; i++) {
      String day = LocalDate.of(2001, 1, 1).plusDays(i).toString();
      scene.land(day, 2);
      days[i] = scene.built(day, "a");
    }

    publish(days).statusCode(200).body("version", equalTo(1)).body("published.size()", equalTo(90));

    assertThat(headFiles()).hasSize(90);
  }

  @Test
  void blocksALedgerThatDoesNotBalance() {
    scene.land(FIRST, 3);
    Made made = scene.make(FIRST, "a");
    ConformOutcome lost =
        new ConformOutcome(
            made.id(),
            made.conform().conformed(),
            Optional.empty(),
            made.conform().windowed(),
            new Fingerprint(1, 2, 3));
    scene.plan(made);
    scene.finish(made.withConform(lost));

    publish(made)
        .statusCode(500)
        .body("code", equalTo("ledger-unbalanced"))
        .body("kind", equalTo("INTERNAL"))
        .body("detail", containsString("schema_failed 1 (00000000000000020000000000000003)"));

    assertThat(versions()).isZero();
  }

  @Test
  void blocksFilesThatWereNotTheOnesChecked() {
    scene.land(FIRST, 3);
    Made made = scene.make(FIRST, "a");
    scene.plan(made);
    scene.finish(made.withOutputCheck(checked(made, List.of())));

    publish(made).statusCode(500).body("code", equalTo("checked-not-added"));

    assertThat(versions()).isZero();
  }

  @Test
  void blocksAWindowWhoseCheckpointRefusedIt() {
    scene.land(FIRST, 3);
    Made made = scene.make(FIRST, "a");
    CheckOutcome output = made.output();
    CheckOutcome refused =
        new CheckOutcome(
            made.id(),
            output.checkpoint(),
            output.suite(),
            false,
            1,
            List.of(),
            output.checked(),
            Optional.empty(),
            Optional.empty(),
            Fingerprint.EMPTY);
    scene.plan(made);
    scene.finish(made.withOutputCheck(refused));

    publish(made).statusCode(409).body("code", equalTo("conflict-checkpoint-failed"));
  }

  @Test
  void blocksAFileThatIsNotInTheStore() {
    scene.land(FIRST, 3);
    Made made = scene.built(FIRST, "a");
    store.delete(made.transform().files().getFirst().object().key());

    publish(made).statusCode(500).body("code", equalTo("file-missing"));
  }

  @Test
  void refusesABuildThatIsNotFinished() {
    scene.land(FIRST, 3);
    Made made = scene.make(FIRST, "a");
    scene.plan(made);

    publish(made).statusCode(409).body("code", equalTo("conflict-build-unfinished"));
  }

  @Test
  void knowsNoBuildOfAnotherPipeline() {
    Scene other = scenes.create();
    other.land(FIRST, 3);

    publish(other.built(FIRST, "a")).statusCode(404).body("code", equalTo("unknown-build"));
  }

  @Test
  void failsWhenTheSweeperWasFirst() {
    scene.land(FIRST, 3);
    Made made = scene.built(FIRST, "a");
    sql.update("insert into object (key, state, at) values (?, 'SWEPT', now())", key(made));

    publish(made).statusCode(503).body("code", equalTo("object-swept"));

    assertThat(versions()).isZero();
  }

  /** Written again after it was deleted, or marked by a sweeper that was killed before it did. */
  @ParameterizedTest
  @ValueSource(strings = {"now(), now() - interval '2 hours'", "now() - interval '2 hours', null"})
  void takesAKeyThatWasSweptLongAgo(String markedAndDeleted) {
    scene.land(FIRST, 3);
    Made made = scene.built(FIRST, "a");
    sql.update(
        "insert into object (key, state, at, deleted_at) values (?, 'SWEPT', %s)"
            .formatted(markedAndDeleted),
        key(made));

    publish(made).statusCode(200).body("version", equalTo(1));

    assertThat(liveState(key(made))).isEqualTo("LIVE");
  }

  @Test
  void blocksABuildWhoseBatchIsNotInTheCatalog() {
    scene.land(FIRST, 3);
    Made made = scene.built(FIRST, "a");
    sql.update(
        "update object set state = 'SWEPT' where key = ?",
        made.plan().batches().getFirst().object().key().value());

    publish(made).statusCode(500).body("code", equalTo("inputs-missing"));
  }

  private static CheckOutcome checked(
      Made made, List<io.penstock.contracts.layout.StoredObject> files) {
    CheckOutcome output = made.output();
    return new CheckOutcome(
        made.id(),
        output.checkpoint(),
        output.suite(),
        true,
        0,
        List.of(),
        files,
        Optional.empty(),
        Optional.empty(),
        Fingerprint.EMPTY);
  }

  private ValidatableResponse publish(Made... builds) {
    return given()
        .contentType("application/json")
        .body(Map.of("builds", Arrays.stream(builds).map(Made::id).map(BuildId::hex).toList()))
        .post("/api/v1/pipelines/" + scene.name() + "/publications")
        .then();
  }

  private static String key(Made made) {
    return made.transform().files().getFirst().object().key().value();
  }

  private List<String> headFiles() {
    return sql.texts(
        "select object_key from data_file where dataset = ? and removed_in is null", scene.name());
  }

  private long versions() {
    return sql.number("select count(*) from dataset_version where dataset = ?", scene.name());
  }

  private String state(Made made) {
    return sql.texts("select state from build where build_id = ?", made.id().hex()).getFirst();
  }

  private String liveState(String key) {
    return sql.texts("select state from object where key = ?", key).getFirst();
  }
}
