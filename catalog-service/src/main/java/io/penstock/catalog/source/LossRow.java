package io.penstock.catalog.source;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.Loss;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Positions that Kafka lost before they were landed. */
@Entity
@Table(name = "loss")
public class LossRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  private String source;

  @Column(name = "topic_id")
  private String topicId;

  private int partition;
  private String cause;

  @Column(name = "lost_from")
  private long from;

  @Column(name = "lost_to")
  private @Nullable Long to;

  @Column(name = "detected_at")
  private Instant detectedAt;

  @Column(name = "acknowledged_at")
  private @Nullable Instant acknowledgedAt;

  @SuppressWarnings("NullAway.Init")
  protected LossRow() {}

  LossRow(
      TopicPartitionRow.Key stopped,
      Loss.Cause cause,
      long from,
      Optional<Long> to,
      Instant detectedAt) {
    this.source = stopped.source();
    this.topicId = stopped.topicId();
    this.partition = stopped.partition();
    this.cause = cause.text();
    this.from = from;
    this.to = to.orElse(null);
    this.detectedAt = detectedAt;
  }

  String source() {
    return source;
  }

  public TopicPartition topicPartition() {
    return new TopicPartition(new TopicId(topicId), partition);
  }

  Loss.Cause cause() {
    return Loss.Cause.valueOf(cause.toUpperCase(Locale.ROOT));
  }

  public boolean open() {
    return acknowledgedAt == null;
  }

  long id() {
    return id == null ? 0 : id;
  }

  /** Widens the range while nobody has accepted it yet. */
  void widen(long lowest, long highest) {
    from = Math.min(from, lowest);
    if (to != null) {
      to = Math.max(to, highest);
    }
  }

  /**
   * Whether a batch may still land: one that another ingest had read before Kafka's retention took
   * its records. Of a log that was cut or a topic that was replaced it would be other records.
   */
  boolean admits(long batchFrom) {
    return cause() == Loss.Cause.RETENTION && batchFrom == from;
  }

  /**
   * Takes what was landed after all out of the range.
   *
   * @return whether nothing of it is left
   */
  public boolean shrink(long landedTo) {
    from = landedTo;
    return to != null && landedTo >= to;
  }

  Optional<Long> to() {
    return Optional.ofNullable(to);
  }

  long from() {
    return from;
  }

  void acknowledge(Instant now) {
    acknowledgedAt = now;
  }

  public Loss loss() {
    return new Loss(
        cause(), from, Optional.ofNullable(to), detectedAt, Optional.ofNullable(acknowledgedAt));
  }
}
