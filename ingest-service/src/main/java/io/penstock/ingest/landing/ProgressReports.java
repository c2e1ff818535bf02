package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.ProgressReport.Progress;
import io.penstock.ingest.status.PartitionStatus;
import io.penstock.ingest.status.SourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks about once a second how far a source is landed and where its logs end, and tells the
 * catalog, on a thread of its own. Ends are asked for before positions are looked at, so that a
 * position that reaches the end had all there was.
 */
final class ProgressReports implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProgressReports.class);

  private final LandingContext context;
  private final SourceName source;
  private final String topic;
  private final Supplier<SourceStatus> status;
  private final Thread thread;
  private final ReportPace pace = new ReportPace();
  private volatile Map<Integer, Long> logEnds = Map.of();

  ProgressReports(
      LandingContext context, SourceName source, String topic, Supplier<SourceStatus> status) {
    this.context = context;
    this.source = source;
    this.topic = topic;
    this.status = status;
    this.thread = Thread.ofVirtual().name("progress " + source).start(this::run);
  }

  /** Where logs ended at the last look, by partition. */
  Map<Integer, Long> logEnds() {
    return logEnds;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(context.config().progressInterval());
        try {
          report();
        } catch (PenstockException e) {
          // The next one tells the same.
          LOG.debugf("%s: no progress reported: %s", source, e.getMessage());
        } catch (CancellationException e) {
          throw e;
        } catch (RuntimeException | Error e) {
          LOG.errorf(e, "%s: no progress reported", source);
        }
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.debugf("%s: progress reports end", source);
    }
  }

  private void report() throws InterruptedException {
    List<Integer> reading =
        status.get().partitions().stream()
            .filter(PartitionStatus::reading)
            .map(PartitionStatus::partition)
            .toList();
    if (reading.isEmpty()) {
      return;
    }
    Map<Integer, Long> ends = context.topics().logEnds(topic, reading);
    logEnds = ends;
    SourceStatus now = status.get();
    Optional<TopicId> topicId = now.topicId();
    if (topicId.isEmpty()) {
      return;
    }
    List<Progress> progress = new ArrayList<>();
    for (PartitionStatus partition : now.partitions()) {
      Long end = ends.get(partition.partition());
      if (partition.reading() && partition.position().isPresent() && end != null) {
        progress.add(
            new Progress(
                new TopicPartition(topicId.get(), partition.partition()),
                partition.position().get(),
                end));
      }
    }
    context
        .metrics()
        .lag(
            source, progress.stream().mapToLong(p -> Math.max(0, p.logEnd() - p.position())).sum());
    if (pace.due(progress)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      context.catalog().reportProgress(source.value(), new ProgressReport(progress));
      pace.told(progress);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
