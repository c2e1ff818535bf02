package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.ingest.batch.RawRow;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.landing.PartitionLanding.Seek;
import io.penstock.ingest.status.PartitionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads one topic, as long as it is the same topic, with one consumer on one thread. It ends by
 * {@link #stop}, by {@link TopicReplaced}, or by a failure of the consumer; whatever was not landed
 * by then is read again by the next one.
 */
final class LandingSession {
  private static final Logger LOG = Logger.getLogger(LandingSession.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LandingContext context;
  private final SourceName source;
  private final String topic;
  private final TopicId topicId;
  private final RecordReader records;
  private final Roll roll;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, PartitionLanding> assigned = new HashMap<>();
  private final Inquiries inquiries;
  private SourceDescription description;
  private volatile boolean stopping;

  LandingSession(LandingContext context, SourceDescription description, TopicId topicId) {
    this.context = context;
    this.description = description;
    this.source = description.spec().name();
    this.topic = description.spec().topic();
    this.topicId = topicId;
    this.records = RecordReader.of(description, context.privacyKeys());
    this.roll = Roll.of(context.config());
    this.consumer = context.kafka().consumer(source);
    this.inquiries = new Inquiries(context, source.value(), topic, topicId);
  }

  /** Ends {@link #run} soon; callable from any thread. */
  void stop() {
    stopping = true;
    consumer.wakeup();
  }

  /**
   * Reads until it ends.
   *
   * @param latest the source as the catalog has it now
   * @param statuses takes what is going on, now and then
   */
  void run(Supplier<SourceDescription> latest, java.util.function.Consumer<Snapshot> statuses)
      throws TopicReplaced {
    try {
      consumer.subscribe(List.of(topic), new Rebalance(this));
      while (!stopping) {
        takeChanges(latest.get());
        takeOutcomes();
        locate();
        pauseAndResume();
        poll();
        rollWhatIsDue();
        assigned.values().forEach(PartitionLanding::noteHeld);
        statuses.accept(snapshot());
      }
    } catch (WakeupException e) {
      LOG.debugf("%s: stopped", source);
    } finally {
      inquiries.cancel();
      endAll(assigned.keySet(), CLOSE_TIMEOUT);
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }

  private void takeChanges(SourceDescription latest) {
    if (!latest.equals(description)) {
      boolean recount = !latest.windowings().equals(description.windowings());
      description = latest;
      if (recount) {
        assigned.values().forEach(partition -> partition.countBy(latest));
      }
    }
  }

  // ---- assignment; called by the consumer while it polls ----

  void assign(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      assigned.put(
          partition,
          new PartitionLanding(
              context,
              source,
              topic,
              new io.penstock.contracts.id.TopicPartition(topicId, partition.partition()),
              roll,
              System.nanoTime()));
      // Any position keeps the consumer from looking for one; paused, it reads nothing there.
      consumer.pause(List.of(partition));
      consumer.seek(partition, 0);
    }
  }

  /**
   * Gives topic-partitions up.
   *
   * @param patience how long all their batches on the way may take to arrive
   */
  void endAll(Collection<TopicPartition> partitions, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (TopicPartition partition : List.copyOf(partitions)) {
      PartitionLanding landing = assigned.remove(partition);
      if (landing != null) {
        landing.end(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      }
    }
  }

  // ---- positions ----

  private void locate() throws TopicReplaced {
    long now = System.nanoTime();
    Optional<TopicInquiry> done = inquiries.advance(assigned.values(), now);
    if (done.isPresent()) {
      TopicInquiry.Answer answer = done.get().answer().orElseThrow();
      for (PartitionLanding partition : done.get().askedFor()) {
        TopicPartition kafkas = kafkas(partition);
        if (assigned.get(kafkas) == partition) {
          locate(partition, kafkas, answer, now);
        }
      }
    }
  }

  private void locate(
      PartitionLanding partition, TopicPartition kafkas, TopicInquiry.Answer answer, long now) {
    var state = answer.states().get(kafkas.partition());
    var report = answer.reports().get(kafkas.partition());
    if (state == null || report == null) {
      partition.notLocated(now);
      return;
    }
    partition
        .located(state, report, description, now)
        .ifPresent(seek -> consumer.seek(kafkas, offset(seek)));
  }

  private void takeOutcomes() {
    long now = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> landed = new HashMap<>();
    assigned.forEach((kafkas, partition) ->
        partition.takeOutcome(now).ifPresent(seek -> landed.put(kafkas, offset(seek))));
    if (!landed.isEmpty()) {
      // For those who watch the lag by Kafka's tools: nobody here reads it.
      consumer.commitAsync(
          landed,
          (offsets, e) -> {
            if (e != null) {
              LOG.debugf("%s: offsets for lag monitoring are not committed: %s", source, e);
            }
          });
    }
  }

  private static OffsetAndMetadata offset(Seek seek) {
    return new OffsetAndMetadata(seek.position(), seek.leaderEpoch(), "");
  }

  private TopicPartition kafkas(PartitionLanding partition) {
    return new TopicPartition(topic, partition.partition().partition());
  }

  // ---- reading ----

  private void pauseAndResume() {
    Set<TopicPartition> paused = consumer.paused();
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    assigned.forEach((kafkas, partition) -> {
      boolean wanted = partition.wantsPause();
      if (wanted != paused.contains(kafkas)) {
        (wanted ? pause : resume).add(kafkas);
      }
    });
    consumer.pause(pause);
    consumer.resume(resume);
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> polled;
    try {
      polled = consumer.poll(POLL);
    } catch (LogTruncationException e) {
      unavailable(e.offsetOutOfRangePartitions().keySet(), e.divergentOffsets());
      return;
    } catch (OffsetOutOfRangeException e) {
      unavailable(e.offsetOutOfRangePartitions().keySet(), Map.of());
      return;
    }
    long now = System.nanoTime();
    long nowMicros = EpochMicros.of(context.clock().instant());
    for (TopicPartition kafkas : polled.partitions()) {
      PartitionLanding partition = assigned.get(kafkas);
      if (partition != null) {
        addAll(partition, polled.records(kafkas), now, nowMicros);
      }
    }
    polled
        .nextOffsets()
        .forEach((kafkas, next) -> {
          PartitionLanding partition = assigned.get(kafkas);
          if (partition != null) {
            partition.advanceTo(next.offset(), next.leaderEpoch(), now);
          }
        });
  }

  private void addAll(
      PartitionLanding partition,
      List<ConsumerRecord<byte[], byte[]>> polled,
      long now,
      long nowMicros) {
    long bytes = 0;
    boolean traced = context.traces().on();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      RawRow row = records.read(record, nowMicros);
      if (!partition.add(row, record.leaderEpoch(), now)) {
        return;
      }
      if (traced) {
        partition.trace(record.headers());
      }
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
    context.metrics().read(source, bytes);
  }

  private void unavailable(
      Set<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> divergent) {
    long now = System.nanoTime();
    for (TopicPartition kafkas : partitions) {
      PartitionLanding partition = assigned.get(kafkas);
      OffsetAndMetadata diverged = divergent.get(kafkas);
      if (partition != null) {
        partition.positionUnavailable(
            diverged == null ? OptionalLong.empty() : OptionalLong.of(diverged.offset()), now);
      }
    }
  }

  // ---- batches ----

  private void rollWhatIsDue() {
    long now = System.nanoTime();
    assigned.values().forEach(partition -> partition.rollIfDue(description, now));
    if (context.budget().tight()) {
      assigned.values().stream()
          .filter(partition -> partition.rollableBytes() > 0)
          .max(Comparator.comparingLong(PartitionLanding::rollableBytes))
          .ifPresent(partition -> partition.rollNow(now));
    }
  }

  private Snapshot snapshot() {
    List<PartitionStatus> partitions =
        assigned.values().stream()
            .map(PartitionLanding::status)
            .sorted(Comparator.comparingInt(PartitionStatus::partition))
            .toList();
    return new Snapshot(partitions, inquiries.failure());
  }

  /**
   * What is going on.
   *
   * @param failure why the topic or the catalog could not be asked, if that is so
   */
  record Snapshot(List<PartitionStatus> partitions, Optional<PenstockException> failure) {}
}
