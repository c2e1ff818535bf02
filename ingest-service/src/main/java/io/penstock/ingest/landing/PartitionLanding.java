package io.penstock.ingest.landing;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.ingest.batch.BatchBuffer;
import io.penstock.ingest.batch.RawRow;
import io.penstock.ingest.batch.SealedBatch;
import io.penstock.ingest.landing.Phase.Locating;
import io.penstock.ingest.landing.Phase.Reading;
import io.penstock.ingest.landing.Phase.Stopped;
import io.penstock.ingest.landing.Phase.Unavailable;
import io.penstock.ingest.landing.UploadOutcome.Abandoned;
import io.penstock.ingest.landing.UploadOutcome.Landed;
import io.penstock.ingest.landing.UploadOutcome.Refused;
import io.penstock.ingest.status.PartitionStatus;
import io.penstock.runtime.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * The landing of one topic-partition while it is assigned to this instance: at most one batch that
 * fills and one that is on its way. Belongs to the thread of its source. Times are those of {@link
 * System#nanoTime}.
 */
final class PartitionLanding {
  private static final Logger LOG = Logger.getLogger(PartitionLanding.class);

  /** After something that should not be, or an answer that changed nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LandingContext context;
  private final SourceName source;
  private final String topic;
  private final TopicPartition partition;
  private final Roll roll;
  private Phase phase;
  private Optional<BatchUpload> upload = Optional.empty();
  private Optional<Long> landed = Optional.empty();
  private Optional<String> lastError = Optional.empty();

  private long locatedAt;

  /** The landed position, while records after it are held here. */
  private volatile Optional<Long> heldFrom = Optional.empty();

  /** Where the log was cut, until the catalog knows. */
  private volatile Optional<Long> truncatedAt = Optional.empty();

  /** The epoch that the catalog keeps is from before the log was cut. */
  private boolean epochIsVoid;

  PartitionLanding(
      LandingContext context,
      SourceName source,
      String topic,
      TopicPartition partition,
      Roll roll,
      long now) {
    this.context = context;
    this.source = source;
    this.topic = topic;
    this.partition = partition;
    this.roll = roll;
    this.phase = new Locating(now);
    this.locatedAt = now - PATIENCE.toNanos();
  }

  TopicPartition partition() {
    return partition;
  }

  // ---- finding the position ----

  /** Whether the catalog should be asked now where to read. */
  boolean wantsPosition(long now) {
    return switch (phase) {
      case Locating locating -> upload.isEmpty() && now - locating.askAt() >= 0;
      case Stopped stopped -> now - stopped.askAt() >= 0;
      case Unavailable unavailable -> upload.isEmpty() && now - unavailable.askAt() >= 0;
      case Reading reading -> false;
    };
  }

  /**
   * What the catalog is told of the log. Records that retention took while they were on their way
   * are not lost; and a log that was cut ends at the cut, whatever was written since. Callable from
   * any thread.
   */
  PartitionReport correct(PartitionReport report) {
    Optional<Long> held = heldFrom;
    Optional<Long> cut = truncatedAt;
    return new PartitionReport(
        report.partition(),
        Math.min(report.logStart(), held.orElse(report.logStart())),
        Math.min(report.logEnd(), cut.orElse(report.logEnd())),
        report.leaderEpoch());
  }

  /** Notes what is held here for {@link #correct}. */
  void noteHeld() {
    boolean buffered =
        switch (phase) {
          case Reading reading -> !reading.buffer().isEmpty();
          case Unavailable unavailable -> !unavailable.buffer().isEmpty();
          case Locating locating -> false;
          case Stopped stopped -> false;
        };
    heldFrom = buffered || upload.isPresent() ? landed : Optional.empty();
  }

  /**
   * Takes the catalog's answer to {@link #wantsPosition}.
   *
   * @return where to read from, if there is anything to read
   */
  Optional<Seek> located(
      PartitionState state, PartitionReport report, SourceDescription description, long now) {
    if (phase instanceof Unavailable unavailable && stillThere(unavailable.buffer(), report)) {
      // The records before the lost ones are here: they are landed first.
      startUpload(unavailable.buffer());
      phase = new Locating(now);
      return Optional.empty();
    }
    giveUpBuffer();
    landed = Optional.of(state.position());
    locatedAt = now;
    // What the cut took was not landed yet.
    truncatedAt = truncatedAt.filter(cut -> cut < state.position());
    if (state.loss().isPresent()) {
      epochIsVoid |= truncatedAt.isPresent();
      truncatedAt = Optional.empty();
      lastError = Optional.of("lost: " + state.loss().get());
      phase = new Stopped(state.loss().get(), now + context.config().topicInterval().toNanos());
      return Optional.empty();
    }
    if (truncatedAt.isPresent()) {
      // The catalog takes its time to be sure.
      phase = new Locating(now + PATIENCE.toNanos());
      return Optional.empty();
    }
    Optional<Integer> epoch = epochIsVoid ? Optional.empty() : state.leaderEpoch();
    phase =
        new Reading(
            new BatchBuffer(partition, state.position(), epoch, description.windowings()), now);
    return Optional.of(new Seek(state.position(), epoch));
  }

  /** Whether the log still continues what was read, so that what is missing comes after it. */
  private static boolean stillThere(BatchBuffer buffer, PartitionReport report) {
    return !buffer.isEmpty() && report.logStart() >= buffer.position();
  }

  /** The catalog could not be asked, or did not name this partition. */
  void notLocated(long now) {
    long askAt = now + PATIENCE.toNanos();
    phase =
        switch (phase) {
          case Locating locating -> new Locating(askAt);
          case Stopped stopped -> new Stopped(stopped.loss(), askAt);
          case Unavailable unavailable -> new Unavailable(unavailable.buffer(), askAt);
          case Reading reading -> reading;
        };
  }

  /**
   * Kafka does not have the next position.
   *
   * @param divergedAt first position at which the log is another than the one that was read, if
   *     that is why
   */
  void positionUnavailable(OptionalLong divergedAt, long now) {
    if (!(phase instanceof Reading reading)) {
      return;
    }
    lastError =
        Optional.of(
            divergedAt.isPresent()
                ? "the log was cut at " + divergedAt.getAsLong()
                : "position " + reading.buffer().position() + " is not in the log");
    LOG.warnf("%s %s: %s", source, partition, lastError.get());
    if (divergedAt.isEmpty()) {
      // Where asking changed nothing, there is time.
      boolean again = now - locatedAt < PATIENCE.toNanos();
      phase = new Unavailable(reading.buffer(), again ? now + PATIENCE.toNanos() : now);
      return;
    }
    // Records that Kafka itself has taken back were never landed.
    if (divergedAt.getAsLong() < reading.buffer().from()) {
      truncatedAt = Optional.of(divergedAt.getAsLong());
    }
    giveUpBuffer();
    phase = new Locating(now);
  }

  // ---- reading ----

  /** Adds a record; false if it is not waited for, because the position is not known. */
  boolean add(RawRow row, Optional<Integer> leaderEpoch, long now) {
    if (!(phase instanceof Reading reading)) {
      return false;
    }
    startClock(reading, now);
    reading.buffer().add(row, leaderEpoch);
    context.budget().take(row.memoryBytes());
    return true;
  }

  /** Remembers which trace a record belongs to, if its producer said so. */
  void trace(Headers headers) {
    if (phase instanceof Reading reading && reading.buffer().wantsTraces()) {
      Header context = headers.lastHeader(Traces.HEADER);
      if (context != null && context.value() != null) {
        reading.buffer().addTrace(new String(context.value(), StandardCharsets.US_ASCII));
      }
    }
  }

  /** Everything before a position was added: what is missing there is a gap. */
  void advanceTo(long position, Optional<Integer> leaderEpoch, long now) {
    if (phase instanceof Reading reading && position >= reading.buffer().position()) {
      startClock(reading, now);
      reading.buffer().advanceTo(position, leaderEpoch);
    }
  }

  private void startClock(Reading reading, long now) {
    if (reading.buffer().isEmpty()) {
      phase = new Reading(reading.buffer(), now);
    }
  }

  /** Counts by the source's windowings, which may have changed. */
  void countBy(SourceDescription description) {
    if (phase instanceof Reading reading) {
      reading.buffer().recount(description.windowings());
    }
  }

  /** Whether reading must wait: for a position, for an upload, or for memory. */
  boolean wantsPause() {
    return !(phase instanceof Reading reading)
        || (upload.isPresent() && roll.full(reading.buffer()))
        || context.budget().exhausted();
  }

  // ---- batches ----

  /** Bytes that {@link #rollNow} would hand on. */
  long rollableBytes() {
    return upload.isEmpty() && phase instanceof Reading reading
        ? reading.buffer().memoryBytes()
        : 0;
  }

  /** Finishes the batch if it is due and no other is on its way. */
  void rollIfDue(SourceDescription description, long now) {
    if (upload.isEmpty()
        && phase instanceof Reading reading
        && roll.due(
            reading.buffer(), Duration.ofNanos(now - reading.since()), description.completion())) {
      rollNow(now);
    }
  }

  /** Finishes the batch; there must be one, and none on its way. */
  void rollNow(long now) {
    if (phase instanceof Reading(BatchBuffer buffer, long since) && !buffer.isEmpty()) {
      startUpload(buffer);
      phase =
          new Reading(
              new BatchBuffer(
                  partition, buffer.position(), buffer.leaderEpoch(), buffer.windowings()),
              now);
    }
  }

  private void startUpload(BatchBuffer buffer) {
    SealedBatch batch = buffer.seal();
    upload = Optional.of(BatchUpload.start(context, source, topic, batch));
  }

  /**
   * Takes the outcome of the batch on its way, if there is one.
   *
   * @return the position that was landed just now
   */
  Optional<Seek> takeOutcome(long now) {
    if (upload.isEmpty() || upload.get().outcome().isEmpty()) {
      return Optional.empty();
    }
    SealedBatch batch = upload.get().batch();
    UploadOutcome outcome = upload.get().outcome().get();
    upload = Optional.empty();
    return switch (outcome) {
      case Landed(long next) when next == batch.to() -> {
        landed = Optional.of(next);
        lastError = Optional.empty();
        epochIsVoid = false;
        yield Optional.of(new Seek(next, batch.leaderEpoch()));
      }
      case Landed(long next) -> {
        setBack("another ingest has landed up to " + next, now);
        yield Optional.empty();
      }
      case Refused(var why) -> {
        context.metrics().refused(source, why.code());
        logRefusal(batch, why);
        long pause = why.kind() == FailureKind.USER ? 0 : PATIENCE.toNanos() * 10;
        setBack(why.code() + ": " + why.getMessage(), now + pause);
        yield Optional.empty();
      }
      case Abandoned() -> {
        setBack("an upload was cancelled", now);
        yield Optional.empty();
      }
    };
  }

  /** Conflicts happen; anything else is a bug. */
  private void logRefusal(SealedBatch batch, PenstockException why) {
    if (why.kind() == FailureKind.USER) {
      LOG.infof("%s: %s is read again: %s", source, batch, why.getMessage());
    } else {
      LOG.errorf(why, "%s: %s is read again", source, batch);
    }
  }

  /** Throws away what was read: the catalog says where to read again. */
  private void setBack(String why, long askAt) {
    lastError = Optional.of(why);
    if (phase instanceof Stopped) {
      return;
    }
    giveUpBuffer();
    phase = new Locating(askAt);
  }

  private void giveUpBuffer() {
    switch (phase) {
      case Reading reading -> context.budget().giveBack(reading.buffer().memoryBytes());
      case Unavailable unavailable -> context.budget().giveBack(unavailable.buffer().memoryBytes());
      case Locating locating -> {}
      case Stopped stopped -> {}
    }
  }

  /**
   * Gives the topic-partition up: what was read is read again by whoever has it next.
   *
   * @param patience how long a batch on its way may take to arrive
   */
  void end(Duration patience) {
    giveUpBuffer();
    phase = new Locating(0);
    upload.ifPresent(running -> running.end(patience));
    upload = Optional.empty();
  }

  PartitionStatus status() {
    Optional<BatchBuffer> buffer =
        switch (phase) {
          case Reading reading -> Optional.of(reading.buffer());
          case Unavailable unavailable -> Optional.of(unavailable.buffer());
          case Locating locating -> Optional.empty();
          case Stopped stopped -> Optional.empty();
        };
    return new PartitionStatus(
        partition.partition(),
        phase.text(),
        landed,
        buffer.map(BatchBuffer::position),
        buffer.map(BatchBuffer::rows).orElse(0),
        buffer.map(BatchBuffer::memoryBytes).orElse(0L),
        upload.isPresent(),
        Optional.empty(),
        upload.flatMap(BatchUpload::trouble).or(() -> lastError));
  }

  /**
   * A position in the log.
   *
   * @param leaderEpoch leader epoch of what stands before it
   */
  record Seek(long position, Optional<Integer> leaderEpoch) {}
}
