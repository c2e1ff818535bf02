package io.penstock.catalog.watermark;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.complete;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.progress;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.report;
import static io.penstock.catalog.testing.Catalog.source;
import static io.penstock.catalog.testing.Catalog.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.penstock.catalog.testing.Landing;
import io.penstock.catalog.testing.TestClock;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.ProgressReport.Progress;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class WatermarkIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);
  private static final TopicPartition P1 = Landing.partition(TOPIC, 1);

  @Inject TestClock clock;
  @Inject DataSource database;

  @Test
  void aTopicPartitionThatIsReadToItsEndForTheIdleTimeoutIsLeftOut() {
    String name = newName("idle");
    register(name, 2);
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-05T10:00:00Z"));
    progress(name, new Progress(P0, 1, 2), new Progress(P1, 0, 0));
    clock.advance(Duration.ofSeconds(10));
    progress(name, new Progress(P0, 1, 2), new Progress(P1, 0, 0));
    assertThat(source(name).watermark()).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    progress(name, new Progress(P0, 1, 2), new Progress(P1, 0, 0));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-05T09:00:00Z"));
    assertThat(source(name).topicPartitions())
        .extracting(p -> p.idle())
        .containsExactly(false, true);
  }

  @Test
  void rowsThatAreReadButNotLandedAreNoIdleness() {
    String name = newName("buffered");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-05T10:00:00Z"));
    // P1's ingest has read to the end of the log, but landed nothing.
    progress(name, new Progress(P0, 1, 1), new Progress(P1, 4, 4));
    clock.advance(Duration.ofSeconds(40));
    progress(name, new Progress(P0, 1, 1), new Progress(P1, 4, 4));
    assertThat(source(name).watermark()).isEmpty();
  }

  @Test
  void theWatermarkIsTheLatestOfAllIfAllAreIdle() {
    String name = newName("allidle");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-05T10:00:00Z"));
    land(name, landing.batch(P1, 0, "2026-01-02T10:00:00Z"));
    progress(name, new Progress(P0, 1, 1), new Progress(P1, 1, 1));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-02T09:00:00Z"));
    clock.advance(Duration.ofSeconds(40));
    progress(name, new Progress(P0, 1, 1), new Progress(P1, 1, 1));
    assertThat(source(name).topicPartitions()).allMatch(p -> p.idle());
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-05T09:00:00Z"));
  }

  @Test
  void idlenessComesWithTimeAlone() {
    String name = newName("time");
    register(name, 2);
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-05T10:00:00Z"));
    progress(name, new Progress(P0, 1, 2), new Progress(P1, 0, 0));
    clock.advance(Duration.ofSeconds(31));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(source(name).watermark()).contains(Instant.parse("2026-01-05T09:00:00Z")));
  }

  @Test
  void aCompletedSourceClosesItsLastWindow() {
    String name = newName("complete");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    Completion end = new Completion(new TopicId(TOPIC), Map.of(0, 2L, 1, 0L));
    complete(name, end);
    land(name, landing.batch(P0, 0, "2026-01-05T10:00:00Z"));
    assertThat(source(name).watermark()).isEmpty();
    land(name, landing.batch(P0, 1, "2026-01-03T10:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-06T00:00:00Z"));
    get("/pipelines/due").then().body("$", hasItem(name));
    complete(name, end);
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-06T00:00:00Z"));
    // What comes all the same lands.
    land(name, landing.batch(P0, 2, "2026-01-05T11:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-06T00:00:00Z"));
  }

  @Test
  void completionCanBeDeclaredAfterEverythingLandedAndBeforeTheTopicIsKnown() {
    String name = newName("declared");
    putPipeline(name, spec(name)).then().statusCode(200);
    complete(name, new Completion(new TopicId(TOPIC), Map.of(0, 1L)));
    report(name, TOPIC, new PartitionReport(0, 0, 1, Optional.of(0)));
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-05T10:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-06T00:00:00Z"));

    String after = newName("after");
    register(after, 1);
    land(after, new Landing(after, DAY).batch(P0, 0, "2026-01-05T10:00:00Z"));
    complete(after, new Completion(new TopicId(TOPIC), Map.of(0, 1L)));
    assertThat(source(after).watermark()).contains(Instant.parse("2026-01-06T00:00:00Z"));
  }

  @Test
  void aCompletionNamesEveryTopicPartition() {
    String name = newName("partial");
    register(name, 2);
    post("/sources/" + name + "/completion", new Completion(new TopicId(TOPIC), Map.of(0, 1L)))
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-completion"));
    post(
            "/sources/" + name + "/completion",
            new Completion(new TopicId("CCCCCCCCCCCCCCCCCCCCCC"), Map.of(0, 1L, 1, 1L)))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-topic"));
  }

  @Test
  void closingAWindowTellsItsPipelinesInTheSameTransaction() {
    String name = newName("event");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    int registered = dueEvents(name);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    assertThat(dueEvents(name)).isEqualTo(registered);
    land(name, landing.batch(P0, 1, "2026-01-03T10:00:00Z"));
    assertThat(dueEvents(name)).isEqualTo(registered + 1);
    // The window is closed already, and gets a late row.
    land(name, landing.batch(P0, 2, "2026-01-01T11:00:00Z"));
    assertThat(dueEvents(name)).isEqualTo(registered + 2);
  }

  @Test
  void theJobAdvancesAWatermarkThatALossHeld() {
    String name = newName("job");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    land(name, landing.batch(P1, 0, "2026-01-05T10:00:00Z"));
    report(
        name,
        TOPIC,
        new PartitionReport(0, 0, 1, Optional.empty()),
        new PartitionReport(1, 5, 9, Optional.empty()));
    land(name, landing.batch(P0, 1, "2026-01-04T10:00:00Z"));
    get("/pipelines/due").then().body("$", not(hasItem(name)));
    post("/sources/" + name + "/losses/acknowledge", P1).then().statusCode(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(source(name).watermark()).contains(Instant.parse("2026-01-04T09:00:00Z")));
  }

  private int dueEvents(String pipeline) {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select count(*) from outbox where type = 'io.penstock.pipeline.due' and subject = ?")) {
      query.setString(1, pipeline);
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
