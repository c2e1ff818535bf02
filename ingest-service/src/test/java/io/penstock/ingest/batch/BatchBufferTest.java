package io.penstock.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.payload.PayloadReading;
import io.penstock.lake.fingerprint.OriginFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class BatchBufferTest {
  private static final TopicId TOPIC = new TopicId("AAAAAAAAAAAAAAAAAAAAAA");
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 3);
  private static final Windowing DAYS = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final Windowing HOURS = new Windowing(Duration.ofHours(1), ZoneId.of("UTC"));
  private static final StoredObject OBJECT =
      new StoredObject(new ObjectKey("raw/x"), Sha256.of("x"), 1);

  @Test
  void rowsOneAfterTheOtherLeaveNoGap() {
    BatchBuffer buffer = buffer(10);
    buffer.add(row(10, "2001-01-01T01:00:00Z"), Optional.of(1));
    buffer.add(row(11, "2001-01-01T02:00:00Z"), Optional.of(2));

    BatchCommit commit = commit(buffer);

    assertThat(commit.partition()).isEqualTo(PARTITION);
    assertThat(commit.from()).isEqualTo(10);
    assertThat(commit.to()).isEqualTo(12);
    assertThat(commit.gaps()).isEmpty();
    assertThat(commit.leaderEpoch()).contains(2);
    assertThat(commit.landed()).isEqualTo(origins(10, 11));
    assertThat(commit.unplaced()).isEmpty();
    assertThat(commit.maxEventTime()).contains(Instant.parse("2001-01-01T02:00:00Z"));
    assertThat(commit.object()).isEqualTo(OBJECT);
  }

  @Test
  void skippedPositionsAreGaps() {
    BatchBuffer buffer = buffer(10);
    buffer.add(row(12, "2001-01-01T01:00:00Z"), Optional.of(1));
    buffer.add(row(13, "2001-01-01T01:00:00Z"), Optional.of(1));
    buffer.add(row(20, "2001-01-01T01:00:00Z"), Optional.of(1));
    buffer.advanceTo(22, Optional.of(4));

    BatchCommit commit = commit(buffer);

    assertThat(commit.to()).isEqualTo(22);
    assertThat(commit.gaps()).containsExactly(new Gap(10, 12), new Gap(14, 20), new Gap(21, 22));
    assertThat(commit.leaderEpoch()).contains(4);
  }

  @Test
  void gapsThatTouchAreOne() {
    BatchBuffer buffer = buffer(10);
    buffer.advanceTo(12, Optional.empty());
    buffer.advanceTo(12, Optional.empty());
    buffer.advanceTo(15, Optional.empty());
    buffer.add(row(16, "2001-01-01T01:00:00Z"), Optional.empty());

    assertThat(commit(buffer).gaps()).containsExactly(new Gap(10, 16));
  }

  @Test
  void aBatchMayHoldNoRow() {
    BatchBuffer buffer = buffer(10);
    buffer.advanceTo(11, Optional.of(7));

    BatchCommit commit = commit(buffer);

    assertThat(commit.landed()).isEqualTo(Fingerprint.EMPTY);
    assertThat(commit.gaps()).containsExactly(new Gap(10, 11));
    assertThat(commit.windows()).containsExactly(new WindowingCounts(DAYS, List.of()));
    assertThat(commit.maxEventTime()).isEmpty();
    assertThat(commit.leaderEpoch()).contains(7);
  }

  @Test
  void rowsAreCountedByWindowAndByReason() {
    BatchBuffer buffer = buffer(0);
    buffer.add(row(0, "2001-01-01T23:59:59.999999Z"), Optional.empty());
    buffer.add(row(1, "2001-01-02T00:00:00Z"), Optional.empty());
    buffer.add(row(2, "1999-12-31T12:00:00Z"), Optional.empty());
    buffer.add(row(3, "2001-01-01T00:00:00Z"), Optional.empty());
    buffer.add(unplaced(4, RowStatus.MALFORMED), Optional.empty());
    buffer.add(unplaced(5, RowStatus.NO_TIME), Optional.empty());
    buffer.add(unplaced(6, RowStatus.MALFORMED), Optional.empty());

    BatchCommit commit = commit(buffer);

    assertThat(commit.landed()).isEqualTo(origins(0, 1, 2, 3, 4, 5, 6));
    assertThat(commit.unplaced())
        .isEqualTo(Map.of(RowStatus.MALFORMED, origins(4, 6), RowStatus.NO_TIME, origins(5)));
    assertThat(commit.windows())
        .containsExactly(
            new WindowingCounts(
                DAYS,
                List.of(
                    day("1999-12-31", origins(2)),
                    day("2001-01-01", origins(0, 3)),
                    day("2001-01-02", origins(1)))));
    assertThat(commit.maxEventTime()).contains(Instant.parse("2001-01-02T00:00:00Z"));
  }

  @Test
  void theLatestOfTimesBeforeTheEpochIsTheLatest() {
    BatchBuffer buffer = buffer(0);
    buffer.add(row(0, "1950-01-01T00:00:00Z"), Optional.empty());
    buffer.add(row(1, "1940-01-01T00:00:00Z"), Optional.empty());

    assertThat(commit(buffer).maxEventTime()).contains(Instant.parse("1950-01-01T00:00:00Z"));
  }

  @Test
  void aBufferCanBeCountedAgainByOtherWindowings() {
    BatchBuffer buffer = buffer(0);
    buffer.add(row(0, "2001-01-01T01:30:00Z"), Optional.empty());
    buffer.recount(List.of(DAYS, HOURS));
    buffer.add(row(1, "2001-01-01T02:30:00Z"), Optional.empty());

    assertThat(commit(buffer).windows())
        .containsExactly(
            new WindowingCounts(DAYS, List.of(day("2001-01-01", origins(0, 1)))),
            new WindowingCounts(
                HOURS, List.of(hour("2001-01-01T01:00:00Z", 0), hour("2001-01-01T02:00:00Z", 1))));
  }

  @Test
  void aSealedBatchCanBeCountedAgainWithoutItsRows() {
    BatchBuffer buffer = buffer(0);
    buffer.add(row(0, "2001-01-01T01:30:00Z"), Optional.empty());
    buffer.add(unplaced(1, RowStatus.NO_TIME), Optional.empty());
    SealedBatch sealed = buffer.seal();
    sealed.releaseRows();

    BatchCommit commit = sealed.commit(OBJECT, sealed.count(List.of(HOURS)));

    assertThat(commit.windows())
        .containsExactly(new WindowingCounts(HOURS, List.of(hour("2001-01-01T01:00:00Z", 0))));
    assertThat(commit.unplaced()).isEqualTo(Map.of(RowStatus.NO_TIME, origins(1)));
    assertThatThrownBy(() -> sealed.rowGroups(Instant.EPOCH))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itIsFullWhenItsCommitWouldGrowTooLarge() {
    BatchBuffer buffer = buffer(0);
    for (int i = 0; i < 9_999; i++) {
      buffer.add(row(2L * i, "2001-01-01T01:30:00Z"), Optional.empty());
    }
    assertThat(buffer.isFull()).isFalse();
    for (int i = 10_000; i < 20_001; i++) {
      buffer.add(row(2L * i, "2001-01-01T01:30:00Z"), Optional.empty());
    }
    assertThat(buffer.isFull()).isTrue();
  }

  @Test
  void anOffsetBeforeThePositionIsABug() {
    BatchBuffer buffer = buffer(10);
    assertThatThrownBy(() -> buffer.add(row(9, "2001-01-01T01:30:00Z"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyBufferIsNoBatch() {
    BatchBuffer buffer = buffer(10);
    assertThat(buffer.isEmpty()).isTrue();
    assertThatThrownBy(buffer::seal).isInstanceOf(IllegalStateException.class);
  }

  private static BatchBuffer buffer(long from) {
    return new BatchBuffer(PARTITION, from, Optional.empty(), List.of(DAYS));
  }

  private static BatchCommit commit(BatchBuffer buffer) {
    SealedBatch sealed = buffer.seal();
    return sealed.commit(OBJECT, sealed.counts());
  }

  private static RawRow row(long offset, String eventTime) {
    return row(offset, new PayloadReading.Ok(EpochMicros.of(Instant.parse(eventTime))));
  }

  private static RawRow unplaced(long offset, RowStatus status) {
    return row(offset, new PayloadReading.Unplaced(status, "because"));
  }

  private static RawRow row(long offset, PayloadReading reading) {
    return new RawRow(
        offset, 0, TimestampType.CREATE_TIME, null, new Header[0], new byte[] {1}, reading);
  }

  private static Fingerprint origins(long... offsets) {
    Fingerprint sum = Fingerprint.EMPTY;
    for (long offset : offsets) {
      sum = sum.plus(OriginFingerprint.of(TOPIC, 3, offset));
    }
    return sum;
  }

  private static WindowCount day(String date, Fingerprint rows) {
    Instant start = Instant.parse(date + "T00:00:00Z");
    return new WindowCount(new Window(start, start.plus(Duration.ofDays(1))), rows);
  }

  private static WindowCount hour(String time, long offset) {
    Instant start = Instant.parse(time);
    return new WindowCount(new Window(start, start.plus(Duration.ofHours(1))), origins(offset));
  }
}
