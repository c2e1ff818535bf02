package io.penstock.ingest.landing;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.ingest.batch.BatchCounts;
import io.penstock.ingest.batch.RawBatchWriter;
import io.penstock.ingest.batch.RawFile;
import io.penstock.ingest.batch.SealedBatch;
import io.penstock.ingest.landing.UploadOutcome.Abandoned;
import io.penstock.ingest.landing.UploadOutcome.Landed;
import io.penstock.ingest.landing.UploadOutcome.Refused;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.trace.Work;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The way of one batch from memory into the catalog, on a thread of its own: write the file, store
 * it, commit it. Whatever is away is waited for, with the same key and bytes, so that a commit
 * whose answer was lost is repeated and answered "accepted".
 */
final class BatchUpload {
  private static final Logger LOG = Logger.getLogger(BatchUpload.class);

  /** Windowings that are registered faster than batches commit are nothing that happens. */
  private static final int RECOUNTS_MAX = 10;

  private final LandingContext context;
  private final SourceName source;
  private final String topic;
  private final SealedBatch batch;
  private final CompletableFuture<UploadOutcome> outcome = new CompletableFuture<>();
  private final Thread thread;
  private volatile Optional<String> trouble = Optional.empty();

  private BatchUpload(LandingContext context, SourceName source, String topic, SealedBatch batch) {
    this.context = context;
    this.source = source;
    this.topic = topic;
    this.batch = batch;
    this.thread = Thread.ofVirtual().name("upload " + source + " " + batch).unstarted(this::run);
  }

  /**
   * Starts.
   *
   * @param batch one whose memory was taken from the budget; it is given back here
   */
  static BatchUpload start(
      LandingContext context, SourceName source, String topic, SealedBatch batch) {
    BatchUpload upload = new BatchUpload(context, source, topic, batch);
    upload.thread.start();
    return upload;
  }

  SealedBatch batch() {
    return batch;
  }

  /** What it is waiting for, if something is away. */
  Optional<String> trouble() {
    return trouble;
  }

  /** How it ended, if it has. */
  Optional<UploadOutcome> outcome() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /** Waits for the end for a while, then cancels it. */
  void end(Duration patience) {
    try {
      outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an upload always has an outcome", e);
    }
  }

  private void run() {
    try (Work work = context.traces().begin("land", batch.traces())) {
      UploadOutcome end = end(work.about(LogField.SOURCE, source));
      if (!(end instanceof Landed)) {
        work.failed(end.toString());
      }
      outcome.complete(end);
    }
  }

  private UploadOutcome end(Work work) {
    try {
      return upload(work);
    } catch (InterruptedException | CancellationException e) {
      return new Abandoned();
    } catch (PenstockException e) {
      return new Refused(e);
    } catch (RuntimeException | Error e) {
      // Without an outcome its topic-partition would wait for ever.
      return new Refused(PenstockException.internal("unforeseen", batch + ": " + e, e));
    }
  }

  private UploadOutcome upload(Work work) throws InterruptedException {
    RawFile file = write();
    try {
      Failpoint.hit("ingest.roll.before-upload");
      ObjectKey key =
          ObjectLayout.raw(source, batch.partition(), batch.from(), batch.to(), file.sha256());
      work.about(LogField.BATCH, key).count("rows", batch.rowCount());
      StoredObject known = new StoredObject(key, file.sha256(), file.bytes());
      StoredObject object = untilAnswered(() -> context.store().put(known, file.path()));
      Failpoint.hit("ingest.roll.after-upload");
      requireTopic();
      BatchReceipt receipt = commit(object);
      Failpoint.hit("ingest.roll.after-commit");
      LOG.infof("%s: landed %s, %d rows, seq %d", source, batch, batch.rowCount(), receipt.seq());
      return new Landed(receipt.nextPosition());
    } finally {
      RawBatchWriter.delete(file);
    }
  }

  /**
   * The rows are here and nowhere else: if they cannot be written, they are kept for another try.
   */
  private RawFile write() throws InterruptedException {
    Backoff backoff = new Backoff();
    try {
      while (true) {
        try {
          RawFile file =
              context
                  .writers()
                  .write(batch, context.clock().instant().truncatedTo(ChronoUnit.MICROS));
          trouble = Optional.empty();
          return file;
        } catch (PenstockException e) {
          troubled(e);
          Thread.sleep(backoff.next());
        }
      }
    } finally {
      context.budget().giveBack(batch.memoryBytes());
    }
  }

  /**
   * The consumer goes by the topic's name. That the name still means the topic that this batch says
   * its records are from is known only if it is so after they were read.
   */
  private void requireTopic() throws InterruptedException {
    TopicId now = untilAnswered(this::topicNow);
    if (!now.equals(batch.partition().topicId())) {
      throw PenstockException.user(
          "conflict-topic", "topic %s is another one by now (%s)".formatted(topic, now));
    }
  }

  private TopicId topicNow() {
    try {
      return context.topics().topicId(topic);
    } catch (PenstockException e) {
      if (e.code().equals("topic-missing")) {
        // Deleted, and not created again: the records are from before.
        return batch.partition().topicId();
      }
      throw e;
    }
  }

  private BatchReceipt commit(StoredObject object) throws InterruptedException {
    BatchCounts counts = batch.counts();
    for (int recounts = 0; ; recounts++) {
      BatchCounts asked = counts;
      try {
        BatchReceipt receipt =
            untilAnswered(
                () -> context.catalog().commitBatch(source.value(), batch.commit(object, asked)));
        context.metrics().landed(source, object, asked);
        return receipt;
      } catch (PenstockException e) {
        if (!e.code().equals("conflict-windowing") || recounts == RECOUNTS_MAX) {
          throw e;
        }
      }
      List<Windowing> windowings =
          untilAnswered(() -> context.catalog().source(source.value()).windowings());
      counts = batch.count(windowings);
    }
  }

  /** Repeats a call until it is answered, whatever the answer. */
  private <T> T untilAnswered(Supplier<T> call) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        T answer = call.get();
        trouble = Optional.empty();
        return answer;
      } catch (PenstockException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!e.kind().retryable()) {
          throw e;
        }
        troubled(e);
        Thread.sleep(backoff.next());
      }
    }
  }

  private void troubled(PenstockException e) {
    Optional<String> text = Optional.of(e.code() + ": " + e.getMessage());
    if (!trouble.equals(text)) {
      LOG.logf(
          e.kind() == FailureKind.INTERNAL ? Logger.Level.ERROR : Logger.Level.WARN,
          "%s: %s waits: %s",
          source,
          batch,
          text.get());
    }
    trouble = text;
  }
}
