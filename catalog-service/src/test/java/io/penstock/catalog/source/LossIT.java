package io.penstock.catalog.source;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.commit;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.put;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.report;
import static io.penstock.catalog.testing.Catalog.source;
import static io.penstock.catalog.testing.Catalog.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.penstock.catalog.testing.Landing;
import io.penstock.catalog.testing.TestClock;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.TopicReport;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class LossIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);
  private static final String RECREATED = "BBBBBBBBBBBBBBBBBBBBBB";

  @Inject TestClock clock;

  @Test
  void newTopicPartitionsStartWhereTheirLogsDo() {
    String name = newName("start");
    putPipeline(name, spec(name)).then().statusCode(200);
    assertThat(report(name, TOPIC, log(0, 7, 9), log(1, 0, 0)))
        .extracting(PartitionState::position)
        .containsExactly(7L, 0L);
    // A partition was added while running.
    assertThat(report(name, TOPIC, log(0, 7, 9), log(1, 0, 0), log(2, 0, 5)))
        .extracting(PartitionState::position)
        .containsExactly(7L, 0L, 0L);
  }

  @Test
  void retentionBeyondThePositionStopsTheTopicPartitionUntilAcknowledged() {
    String name = newName("retention");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));

    Loss loss = report(name, TOPIC, log(0, 5, 9)).getFirst().loss().orElseThrow();
    assertThat(loss.cause()).isEqualTo(Loss.Cause.RETENTION);
    assertThat(loss.from()).isEqualTo(1);
    assertThat(loss.to()).contains(5L);
    commit(name, landing.batch(P0, 5, "2026-01-01T11:00:00Z"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-lost"));
    // Retention goes on.
    assertThat(report(name, TOPIC, log(0, 6, 9)).getFirst().loss().orElseThrow().to()).contains(6L);

    PartitionState after =
        read(post("/sources/" + name + "/losses/acknowledge", P0), PartitionState.class);
    assertThat(after.position()).isEqualTo(6);
    assertThat(after.loss()).isEmpty();
    assertThat(land(name, landing.batch(P0, 6, "2026-01-01T12:00:00Z")).nextPosition())
        .isEqualTo(7);
    List<Loss> losses = read(get("/sources/" + name + "/ledger"), SourceLedger.class).losses();
    assertThat(losses).hasSize(1);
    assertThat(losses.getFirst().acknowledgedAt()).isPresent();
  }

  /** One ingest reports the topic, another holds the records that Kafka has deleted since. */
  @Test
  void whatAnIngestHadReadBeforeRetentionTookItIsNotLost() {
    String name = newName("read");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    report(name, TOPIC, log(0, 5, 9));

    land(name, landing.batch(P0, 1, "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z"));
    Loss rest = source(name).topicPartitions().getFirst().loss().orElseThrow();
    assertThat(rest.from()).isEqualTo(3);
    assertThat(rest.to()).contains(5L);

    land(name, landing.batch(P0, 3, "2026-01-01T13:00:00Z", "2026-01-03T14:00:00Z"));
    PartitionState state = source(name).topicPartitions().getFirst();
    assertThat(state.loss()).isEmpty();
    assertThat(state.position()).isEqualTo(5);
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-03T13:00:00Z"));
    SourceLedger ledger = read(get("/sources/" + name + "/ledger"), SourceLedger.class);
    assertThat(ledger.losses()).isEmpty();
    assertThat(ledger.landed().count()).isEqualTo(5);
  }

  @Test
  void whatAnIngestHadReadIsRefusedOnceItsLossIsAccepted() {
    String name = newName("accepted");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    report(name, TOPIC, log(0, 5, 9));
    post("/sources/" + name + "/losses/acknowledge", P0).then().body("position", equalTo(5));

    commit(name, landing.batch(P0, 1, "2026-01-01T11:00:00Z"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-position"));
  }

  @Test
  void acknowledgingTwiceChangesNothing() {
    String name = newName("again");
    register(name, 1);
    report(name, TOPIC, log(0, 5, 9));
    post("/sources/" + name + "/losses/acknowledge", P0).then().body("position", equalTo(5));
    post("/sources/" + name + "/losses/acknowledge", P0).then().body("position", equalTo(5));
    get("/sources/" + name + "/losses").then().body("items", hasSize(1));
  }

  @Test
  void aLogThatStaysShorterThanThePositionIsTruncated() {
    String name = newName("truncated");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"));

    // The first report may have been made before the batch landed.
    assertThat(report(name, TOPIC, log(0, 0, 1)).getFirst().loss()).isEmpty();
    clock.advance(Duration.ofSeconds(4));
    Loss loss = report(name, TOPIC, log(0, 0, 1)).getFirst().loss().orElseThrow();
    assertThat(loss.cause()).isEqualTo(Loss.Cause.TRUNCATED);
    assertThat(loss.from()).isEqualTo(1);
    assertThat(loss.to()).contains(2L);

    post("/sources/" + name + "/losses/acknowledge", P0)
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-log-short"));
    report(name, TOPIC, log(0, 0, 3));
    post("/sources/" + name + "/losses/acknowledge", P0)
        .then()
        .statusCode(200)
        .body("position", equalTo(2));
    assertThat(report(name, TOPIC, log(0, 0, 3)).getFirst().loss()).isEmpty();
    assertThat(land(name, landing.batch(P0, 2, "2026-01-01T12:00:00Z")).seq()).isEqualTo(2);
  }

  @Test
  void aTopicThatWasCreatedAgainStartsStopped() {
    String name = newName("recreated");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));

    TopicPartition created = Landing.partition(RECREATED, 0);
    PartitionState state = report(name, RECREATED, log(0, 0, 4)).getFirst();
    Loss loss = state.loss().orElseThrow();
    assertThat(state.partition()).isEqualTo(created);
    assertThat(loss.cause()).isEqualTo(Loss.Cause.TOPIC_RECREATED);
    assertThat(loss.from()).isEqualTo(1);
    assertThat(loss.to()).isEmpty();
    commit(name, landing.batch(created, 0, "2026-01-01T11:00:00Z"))
        .then()
        .body("code", equalTo("conflict-lost"));
    // What an ingest still held of the old topic is part of the loss.
    commit(name, landing.batch(P0, 1, "2026-01-01T11:00:00Z"))
        .then()
        .body("code", equalTo("conflict-lost"));
    // The new topic has no partition 1: that of the old one is lost on its own.
    get("/sources/" + name + "/losses")
        .then()
        .body("items.partition.topicId", contains(RECREATED, TOPIC))
        .body("items.partition.partition", contains(0, 1))
        .body("items.loss.acknowledgedAt", contains(nullValue(), nullValue()));

    post("/sources/" + name + "/losses/acknowledge", created).then().statusCode(200);
    post("/sources/" + name + "/losses/acknowledge", Landing.partition(TOPIC, 1))
        .then()
        .statusCode(200);
    land(name, landing.batch(created, 0, "2026-01-02T11:00:00Z"));
    assertThat(source(name).topicPartitions())
        .extracting(PartitionState::partition)
        .containsExactly(created);
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-02T10:00:00Z"));
  }

  @Test
  void metadataOfAReplacedTopicIsRefused() {
    String name = newName("slept");
    register(name, 1);
    report(name, RECREATED, log(0, 0, 4));
    put(
            "/sources/" + name + "/topic-partitions",
            new TopicReport(new TopicId(TOPIC), List.of(log(0, 0, 9))))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-topic"));
  }

  @Test
  void aLossHoldsTheWatermark() {
    String name = newName("held");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    land(name, landing.batch(Landing.partition(TOPIC, 1), 0, "2026-01-01T10:00:00Z"));
    report(name, TOPIC, log(0, 5, 9), log(1, 0, 1));
    land(name, landing.batch(Landing.partition(TOPIC, 1), 1, "2026-01-05T10:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-01T09:00:00Z"));
  }

  @Test
  void anUnknownSourceIsNotFound() {
    get("/sources/nowhere").then().statusCode(404).body("code", equalTo("unknown-source"));
    get("/sources/nowhere/losses").then().statusCode(404);
    get("/sources/nowhere/ledger").then().statusCode(404).body("detail", notNullValue());
  }

  private static PartitionReport log(int partition, long start, long end) {
    return new PartitionReport(partition, start, end, Optional.of(0));
  }
}
