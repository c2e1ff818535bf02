package io.penstock.catalog.source;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a topic-partition of a source is landed, and what was last reported of it. */
@Entity
@Table(name = "topic_partition")
public class TopicPartitionRow {
  /** Its primary key. */
  @Embeddable
  public record Key(String source, @Column(name = "topic_id") String topicId, int partition) {
    public static Key of(String source, TopicPartition partition) {
      return new Key(source, partition.topicId().value(), partition.partition());
    }

    public TopicPartition topicPartition() {
      return new TopicPartition(new TopicId(topicId), partition);
    }
  }

  @EmbeddedId private Key key;
  private long position;

  @Column(name = "leader_epoch")
  private @Nullable Integer leaderEpoch;

  @Column(name = "max_event_time")
  private @Nullable Instant maxEventTime;

  @Column(name = "log_start")
  private long logStart;

  @Column(name = "log_end")
  private long logEnd;

  @Column(name = "caught_up_since")
  private @Nullable Instant caughtUpSince;

  @Column(name = "reported_at")
  private @Nullable Instant reportedAt;

  @Column(name = "log_behind_since")
  private @Nullable Instant logBehindSince;

  @Column(name = "registered_at")
  private Instant registeredAt;

  @SuppressWarnings("NullAway.Init")
  protected TopicPartitionRow() {}

  /** Registers it: landing begins at the start of its log. */
  TopicPartitionRow(Key key, long logStart, long logEnd, Instant registeredAt) {
    this.key = key;
    this.position = logStart;
    this.logStart = logStart;
    this.logEnd = logEnd;
    this.registeredAt = registeredAt;
  }

  String source() {
    return key.source();
  }

  public TopicPartition topicPartition() {
    return key.topicPartition();
  }

  public String topicId() {
    return key.topicId();
  }

  public int partition() {
    return key.partition();
  }

  /** The next position to land. */
  public long position() {
    return position;
  }

  public Optional<Integer> leaderEpoch() {
    return Optional.ofNullable(leaderEpoch);
  }

  public Optional<Instant> maxEventTime() {
    return Optional.ofNullable(maxEventTime);
  }

  public long logEnd() {
    return logEnd;
  }

  /** Takes a batch that starts at the position. */
  public void land(long to, Optional<Instant> eventTimeMax, Optional<Integer> epoch) {
    position = to;
    logEnd = Math.max(logEnd, to);
    epoch.ifPresent(value -> leaderEpoch = value);
    eventTimeMax
        .filter(time -> maxEventTime == null || time.isAfter(maxEventTime))
        .ifPresent(time -> maxEventTime = time);
    // Something came, so it was not idle.
    caughtUpSince = null;
    logBehindSince = null;
  }

  /** Leaves out positions that an operator gave up. */
  void skipTo(long to) {
    position = Math.max(position, to);
  }

  /** Takes what Kafka's metadata says about its log. */
  void observeLog(long start, long end, Instant now) {
    logStart = start;
    logEnd = end;
    if (end >= position) {
      logBehindSince = null;
    } else if (logBehindSince == null) {
      logBehindSince = now;
    }
  }

  /**
   * Whether the log was reported to end before the position for at least {@code confirmation}. One
   * report alone proves nothing: it may have been made before the newest batch landed and be late.
   */
  boolean truncated(Instant now, Duration confirmation) {
    return logBehindSince != null && !logBehindSince.plus(confirmation).isAfter(now);
  }

  /**
   * Takes a report of how far it is read.
   *
   * @param caughtUp whether everything in the log is landed
   * @param gapMax reports further apart than this prove nothing about the time between them
   */
  public void observeProgress(long end, boolean caughtUp, Instant now, Duration gapMax) {
    boolean interrupted = reportedAt == null || reportedAt.plus(gapMax).isBefore(now);
    if (!caughtUp) {
      caughtUpSince = null;
    } else if (caughtUpSince == null || interrupted) {
      caughtUpSince = now;
    }
    reportedAt = now;
    logEnd = end;
    if (end >= position) {
      logBehindSince = null;
    }
  }

  /** Whether it was reported at the end of its log throughout {@code idleTimeout}, up to now. */
  public boolean idle(Instant now, Duration idleTimeout, Duration gapMax) {
    return caughtUpSince != null
        && reportedAt != null
        && !reportedAt.plus(gapMax).isBefore(now)
        && !caughtUpSince.plus(idleTimeout).isAfter(now);
  }
}
