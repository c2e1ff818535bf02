package io.penstock.catalog.batch;

import io.penstock.catalog.persistence.FingerprintColumns;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchDescription;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A committed batch; it never changes. */
@Entity
@Table(name = "batch")
class BatchRow {
  @Embeddable
  record Key(String source, long seq) {}

  @EmbeddedId private Key key;

  @Column(name = "topic_id")
  private String topicId;

  private int partition;

  @Column(name = "from_position")
  private long from;

  @Column(name = "to_position")
  private long to;

  private String gaps;

  @Column(name = "object_key")
  private String objectKey;

  private String sha256;
  private long bytes;

  @Embedded
  @AttributeOverride(name = "rows", column = @Column(name = "landed_rows"))
  @AttributeOverride(name = "sum", column = @Column(name = "landed_sum"))
  private FingerprintColumns landed;

  @Column(name = "max_event_time")
  private @Nullable Instant maxEventTime;

  @Column(name = "committed_at")
  private Instant committedAt;

  private @Nullable String traceparent;

  @SuppressWarnings("NullAway.Init")
  protected BatchRow() {}

  /**
   * @param traceparent the trace context of the commit, if it is traced
   */
  BatchRow(
      String source,
      long seq,
      BatchCommit commit,
      Instant committedAt,
      Optional<String> traceparent) {
    this.key = new Key(source, seq);
    this.topicId = commit.partition().topicId().value();
    this.partition = commit.partition().partition();
    this.from = commit.from();
    this.to = commit.to();
    this.gaps = Json.text(commit.gaps());
    this.objectKey = commit.object().key().value();
    this.sha256 = commit.object().sha256().hex();
    this.bytes = commit.object().bytes();
    this.landed = FingerprintColumns.of(commit.landed());
    this.maxEventTime = commit.maxEventTime().orElse(null);
    this.committedAt = committedAt;
    this.traceparent = traceparent.orElse(null);
  }

  String source() {
    return key.source();
  }

  long seq() {
    return key.seq();
  }

  StoredObject object() {
    return new StoredObject(new ObjectKey(objectKey), new Sha256(sha256), bytes);
  }

  BatchDescription describe() {
    return new BatchDescription(
        seq(),
        new TopicPartition(new TopicId(topicId), partition),
        object(),
        from,
        to,
        landed.fingerprint(),
        committedAt);
  }
}
