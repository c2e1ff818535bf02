package io.penstock.catalog.batch;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.commit;
import static io.penstock.catalog.testing.Catalog.complete;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.testing.Landing;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of another kind over what is landed already. */
@QuarkusTest
@WithTestResource(StackResource.class)
class RecountIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);

  @TempDir Path folder;
  @Inject ObjectStore store;
  @Inject Scenes scenes;

  @Test
  void aPipelineWithOtherWindowsGetsTheRowsThatAreThere() {
    String name = newName("hours");
    register(name, 1);
    land(name, stored(name, 0, "2026-01-01T10:00:00Z", "2026-01-01T10:59:59.999999Z"));
    land(name, stored(name, 3, "2026-01-01T10:30:00Z", "2026-01-01T12:00:00Z"));
    land(name, stored(name, 6, "2026-01-05T00:00:00Z"));

    String hourly = addPipeline(name, "PT1H");

    awaitCounted(name, "PT1H@UTC");
    SourceLedger ledger = ledger(name);
    assertThat(ledger.windowed().get("PT1H@UTC")).isEqualTo(ledger.windowed().get("PT24H@UTC"));
    assertThat(ledger.balanced()).isTrue();
    JsonPath windows = get("/pipelines/" + hourly + "/windows").jsonPath();
    assertThat(windows.getList("items.window.start"))
        .containsExactly("2026-01-01T10:00:00Z", "2026-01-01T12:00:00Z", "2026-01-05T00:00:00Z");
    assertThat(windows.getList("items.windowed.count")).containsExactly(3, 1, 1);
    assertThat(windows.getList("items.state")).containsExactly("due", "due", "open");
    assertThat(read(post("/pipelines/" + hourly + "/plans", ""), PlannedBuild[].class)).hasSize(2);
    // What comes from now on is counted by both.
    commit(name, new Landing(name, DAY).batch(P0, 8, "2026-01-05T10:00:00Z"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-windowing"));
  }

  @Test
  void noWindowIsDueBeforeAllBatchesAreCounted() {
    String name = newName("uncounted");
    register(name, 1);
    land(name, stored(name, 0, "2026-01-01T10:00:00Z"));
    // This one's object cannot be read.
    land(name, new Landing(name, DAY).batch(P0, 2, "2026-01-01T10:10:00Z", "2026-01-05T00:00:00Z"));

    String hourly = addPipeline(name, "PT1H");

    await("the first batch is counted")
        .untilAsserted(() ->
            assertThat(get("/pipelines/" + hourly + "/windows").jsonPath().getList("items"))
                .hasSize(1));
    assertThat(get("/pipelines/" + hourly + "/windows").jsonPath().getString("items[0].state"))
        .isEqualTo(WindowState.OPEN.text());
    assertThat(read(post("/pipelines/" + hourly + "/plans", ""), PlannedBuild[].class)).isEmpty();
    assertThat(ledger(name).windowed()).containsOnlyKeys("PT24H@UTC");
    post("/pipelines/" + hourly + "/builds", Map.of())
        .then()
        .statusCode(503)
        .body("code", equalTo("windows-uncounted"))
        .body("detail", containsString("1 of 2"));
  }

  @Test
  void theLastWindowOfACompletedSourceCloses() {
    String name = newName("completed");
    register(name, 1);
    land(name, stored(name, 0, "2026-01-01T10:00:00Z"));
    complete(name, new Completion(new TopicId(TOPIC), Map.of(0, 2L)));

    String weekly = addPipeline(name, "P7D");

    await("the week is due")
        .untilAsserted(() ->
            assertThat(get("/pipelines/" + weekly + "/windows").jsonPath().getList("items.state"))
                .containsExactly("due"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "P1D"})
  void aSourceFromWhichRetentionTookRowsGetsNoFurtherPipeline(String window) {
    String name = newName("forgotten");
    register(name, 1);
    BatchCommit batch = stored(name, 0, "2026-01-01T10:00:00Z");
    land(name, batch);
    scenes
        .sql()
        .update("update object set state = 'SWEPT' where key = ?", batch.object().key().value());

    String late = newName("late");
    putPipeline(late, other(late, name, window))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-source-forgotten"))
        .body("detail", containsString("source.name"));
  }

  private static String addPipeline(String source, String size) {
    String name = newName("other");
    putPipeline(name, other(name, source, size)).then().statusCode(200);
    return name;
  }

  private static String other(String name, String source, String size) {
    return spec(name, source, size, "rebuild", "SELECT event_time, n FROM input", "{}");
  }

  private static void awaitCounted(String source, String windowing) {
    await(source + " is counted by " + windowing)
        .atMost(Duration.ofSeconds(20))
        .until(() -> ledger(source).windowed().containsKey(windowing));
  }

  private static SourceLedger ledger(String source) {
    return read(get("/sources/" + source + "/ledger"), SourceLedger.class);
  }

  /** A batch as ingest stores it: a malformed record, then one for every event time. */
  private BatchCommit stored(String source, long from, String... eventTimes) {
    Fingerprint malformed = origin(from);
    Fingerprint landed = malformed;
    Map<Window, Fingerprint> days = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>(List.of("(%d, NULL, 'malformed')".formatted(from)));
    for (int i = 0; i < eventTimes.length; i++) {
      long offset = from + 1 + i;
      rows.add("(%d, TIMESTAMPTZ '%s', 'ok')".formatted(offset, eventTimes[i]));
      landed = landed.plus(origin(offset));
      days.merge(DAY.windowOf(Instant.parse(eventTimes[i])), origin(offset), Fingerprint::plus);
    }
    Path file = parquet(String.join(", ", rows));
    long to = from + 1 + eventTimes.length;
    StoredObject object =
        store.put(ObjectLayout.raw(new SourceName(source), P0, from, to, FileHash.of(file)), file);
    List<WindowCount> counts =
        days.entrySet().stream().map(day -> new WindowCount(day.getKey(), day.getValue())).toList();
    return new BatchCommit(
        P0,
        object,
        from,
        to,
        List.of(),
        landed,
        Map.of(RowStatus.MALFORMED, malformed),
        List.of(new WindowingCounts(DAY, counts)),
        Optional.of(Instant.parse(eventTimes[eventTimes.length - 1])),
        Optional.of(0));
  }

  private static Fingerprint origin(long offset) {
    return OriginFingerprint.of(P0.topicId(), P0.partition(), offset);
  }

  private Path parquet(String rows) {
    Path file = folder.resolve("raw.parquet");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES %s) AS r(\"offset\", event_time, status)) TO '%s' (FORMAT parquet)"
              .formatted(rows, file));
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
