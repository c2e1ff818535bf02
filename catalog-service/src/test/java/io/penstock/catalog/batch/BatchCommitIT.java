package io.penstock.catalog.batch;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.commit;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.testing.Landing;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.RowStatus;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class BatchCommitIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);
  private static final TopicPartition P1 = Landing.partition(TOPIC, 1);

  @Inject DataSource database;

  @Test
  void batchesGetSeqsInTheirOrderAndMoveThePosition() {
    String name = newName("order");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    assertThat(land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z")))
        .isEqualTo(new BatchReceipt(1, 2, false));
    assertThat(land(name, landing.batch(P1, 0, "2026-01-01T10:00:00Z")))
        .isEqualTo(new BatchReceipt(2, 1, false));
    assertThat(land(name, landing.batch(P0, 2, "2026-01-03T10:00:00Z")))
        .isEqualTo(new BatchReceipt(3, 3, false));
    assertThat(source(name).seq()).isEqualTo(3);
    get("/sources/" + name + "/batches?limit=2")
        .then()
        .body("items.seq", equalTo(java.util.List.of(1, 2)))
        .body("next", equalTo("2"));
  }

  @Test
  void aRepeatedCommitIsAnsweredWithItsSeqAndThePositionOfToday() {
    String name = newName("twice");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    BatchCommit first = landing.batch(P0, 0, "2026-01-01T10:00:00Z");
    land(name, first);
    land(name, landing.batch(P0, 1, "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z"));
    assertThat(land(name, first)).isEqualTo(new BatchReceipt(1, 3, true));
    assertThat(source(name).seq()).isEqualTo(2);
  }

  @Test
  void aBatchThatStartsElsewhereIsRefusedWithTheExpectedPosition() {
    String name = newName("elsewhere");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z"));
    commit(name, landing.batch(P0, 5, "2026-01-01T10:00:00Z"))
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("conflict-position"))
        .body("detail", containsString("landed up to 1, but the batch starts at 5"));
    // A zombie that wrote other bytes for positions that are landed.
    commit(name, landing.batch(P0, 0, "2026-01-01T10:00:01Z"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-position"));
    assertThat(source(name).seq()).isEqualTo(1);
  }

  @Test
  void anObjectThatTheSweeperTookCannotBeCommitted() throws Exception {
    String name = newName("swept");
    register(name, 1);
    BatchCommit batch = new Landing(name, DAY).batch(P0, 0, "2026-01-01T10:00:00Z");
    try (Connection connection = database.getConnection();
        PreparedStatement sweep =
            connection.prepareStatement(
                "insert into object (key, state, at) values (?, 'SWEPT', now())")) {
      sweep.setString(1, batch.object().key().value());
      sweep.executeUpdate();
    }
    commit(name, batch).then().statusCode(409).body("code", equalTo("conflict-swept"));
    assertThat(source(name).topicPartitions().getFirst().position()).isZero();
  }

  @Test
  void countsForEveryWindowingAreNeeded() {
    String name = newName("windowing");
    register(name, 1);
    commit(
            name,
            new Landing(name, new Windowing(Duration.ofHours(1), ZoneId.of("UTC")))
                .batch(P0, 0, "2026-01-01T10:00:00Z"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-windowing"))
        .body("detail", containsString("PT24H@UTC"));
  }

  @Test
  void aTopicPartitionThatWasNeverReportedIsUnknown() {
    String name = newName("unknown");
    register(name, 1);
    commit(name, new Landing(name, DAY).batch(P1, 0, "2026-01-01T10:00:00Z"))
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-topic-partition"));
    commit("nowhere", new Landing("nowhere", DAY).batch(P0, 0, "2026-01-01T10:00:00Z"))
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-source"));
  }

  @Test
  void theLedgerNamesEveryRow() {
    String name = newName("ledger");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, 2, "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"));
    land(name, landing.batch(P0, 4, 1));
    SourceLedger ledger = read(get("/sources/" + name + "/ledger"), SourceLedger.class);
    assertThat(ledger.landed().count()).isEqualTo(5);
    assertThat(ledger.windowed().get("PT24H@UTC"))
        .isEqualTo(Landing.origin(P0, 2).plus(Landing.origin(P0, 3)));
    assertThat(ledger.unplaced().get(RowStatus.MALFORMED))
        .isEqualTo(Landing.origin(P0, 0).plus(Landing.origin(P0, 1)).plus(Landing.origin(P0, 4)));
    assertThat(ledger.balanced()).isTrue();
  }

  @Test
  void theWatermarkFollowsTheSlowestTopicPartition() {
    String name = newName("slowest");
    register(name, 2);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-05T10:00:00Z"));
    assertThat(source(name).watermark()).isEmpty();
    land(name, landing.batch(P1, 0, "2026-01-02T10:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-02T09:00:00Z"));
    // An older event does not take it back.
    land(name, landing.batch(P1, 1, "2025-01-01T10:00:00Z"));
    assertThat(source(name).watermark()).contains(Instant.parse("2026-01-02T09:00:00Z"));
  }
}
