package io.penstock.ingest.landing;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.ingest.landing.LandingSession.Snapshot;
import io.penstock.ingest.status.SourceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lands one source, on one platform thread, from {@link #start} until {@link #close}: one {@link
 * LandingSession} after the other. No failure ends it.
 */
public final class SourceLanding implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourceLanding.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  private final LandingContext context;
  private final SourceName source;
  private final String topic;
  private final Thread thread;
  private final Object lock = new Object();
  private final Backoff backoff = new Backoff();
  private volatile SourceDescription description;
  private volatile boolean stopping;
  private volatile Optional<TopicId> topicId = Optional.empty();
  private volatile Optional<String> lastError = Optional.empty();
  private volatile Snapshot snapshot = new Snapshot(List.of(), Optional.empty());
  private volatile @Nullable ProgressReports progress;
  private @Nullable LandingSession session;

  private SourceLanding(LandingContext context, SourceDescription description) {
    this.context = context;
    this.description = description;
    this.source = description.spec().name();
    this.topic = description.spec().topic();
    this.thread = Thread.ofPlatform().name("landing " + source).daemon().unstarted(this::run);
  }

  /** Starts to land a source. */
  public static SourceLanding start(LandingContext context, SourceDescription description) {
    SourceLanding landing = new SourceLanding(context, description);
    landing.thread.start();
    return landing;
  }

  /** Whether a change of the source can be taken while it runs; otherwise it starts anew. */
  public boolean takes(SourceDescription changed) {
    return description.spec().equals(changed.spec())
        && description.privacy().equals(changed.privacy());
  }

  /** Takes another state of the source, which {@link #takes} allowed. */
  public void update(SourceDescription changed) {
    description = changed;
  }

  public SourceStatus status() {
    Snapshot now = snapshot;
    ProgressReports reports = progress;
    SourceStatus status =
        new SourceStatus(
            source,
            topic,
            topicId,
            lastError.or(() -> now.failure().map(SourceLanding::text)),
            now.partitions());
    return reports == null ? status : status.withLogEnds(reports.logEnds());
  }

  private void run() {
    while (!stopping) {
      try {
        TopicId id = context.topics().topicId(topic);
        topicId = Optional.of(id);
        lastError = Optional.empty();
        runSession(new LandingSession(context, description, id));
      } catch (TopicReplaced e) {
        LOG.warnf("%s: %s", source, e.getMessage());
      } catch (CancellationException e) {
        LOG.debugf("%s: interrupted", source);
      } catch (PenstockException e) {
        failed(e);
      } catch (KafkaException e) {
        failed(PenstockException.external("kafka-unavailable", String.valueOf(e.getMessage()), e));
      } catch (RuntimeException | Error e) {
        failed(PenstockException.internal("unforeseen", e.toString(), e));
      }
      pause();
    }
  }

  private void runSession(LandingSession next) throws TopicReplaced {
    synchronized (lock) {
      session = next;
      if (stopping) {
        next.stop();
      }
    }
    try (ProgressReports reports = new ProgressReports(context, source, topic, this::status)) {
      progress = reports;
      next.run(() -> description, this::takeSnapshot);
    } finally {
      synchronized (lock) {
        session = null;
      }
      snapshot = new Snapshot(List.of(), Optional.empty());
    }
  }

  private void takeSnapshot(Snapshot now) {
    snapshot = now;
    if (now.failure().isEmpty()) {
      backoff.reset();
    }
  }

  private void failed(PenstockException e) {
    Optional<String> text = Optional.of(text(e));
    if (!lastError.equals(text)) {
      if (e.kind() == FailureKind.INTERNAL) {
        LOG.errorf(e, "%s: landing starts again", source);
      } else {
        LOG.warnf("%s: landing waits: %s", source, text.get());
      }
    }
    lastError = text;
  }

  private static String text(PenstockException e) {
    return e.code() + ": " + e.getMessage();
  }

  private void pause() {
    try {
      long end = System.nanoTime() + backoff.next().toNanos();
      synchronized (lock) {
        for (long left = end - System.nanoTime();
            !stopping && left > 0;
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts; it has set stopping.
      Thread.currentThread().interrupt();
    }
  }

  /** Stops reading; what was not landed is read again later. */
  @Override
  public void close() {
    synchronized (lock) {
      stopping = true;
      if (session != null) {
        session.stop();
      }
      lock.notifyAll();
    }
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.warnf("%s: landing does not end; interrupting it", source);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
