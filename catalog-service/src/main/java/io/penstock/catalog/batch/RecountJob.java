package io.penstock.catalog.batch;

import io.penstock.contracts.failure.PenstockException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Counts what is uncounted, batch by batch, in turn over sources. */
@Singleton
class RecountJob {
  private static final Logger LOG = Logger.getLogger(RecountJob.class);

  private final Recounts recounts;

  /** What was said last about each windowing, so that lasting trouble does not fill the log. */
  private final Map<String, String> said = new ConcurrentHashMap<>();

  RecountJob(Recounts recounts) {
    this.recounts = recounts;
  }

  @Scheduled(
      every = "${penstock.catalog.recount.interval:PT1S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void recount() {
    try {
      List<UncountedBatch> batches = recounts.next();
      while (!batches.isEmpty() && countAny(batches)) {
        batches = recounts.next();
      }
    } catch (PenstockException e) {
      // The next run tries again; what is wrong shows in the readiness of the service.
      LOG.warnf("uncounted batches were not looked at: %s: %s", e.code(), e.getMessage());
    }
  }

  /** A batch that cannot be counted stops its own windowing, and no other. */
  private boolean countAny(List<UncountedBatch> batches) {
    boolean any = false;
    for (UncountedBatch batch : batches) {
      try {
        recounts.count(batch);
        any = true;
      } catch (PenstockException e) {
        say(batch, e);
      }
    }
    return any;
  }

  private void say(UncountedBatch batch, PenstockException trouble) {
    String windowing = batch.windowing().text();
    String words =
        "batch %d of source %s is not counted by windows of %s: %s: %s"
            .formatted(
                batch.seq(), batch.source(), windowing, trouble.code(), trouble.getMessage());
    if (!words.equals(said.put(batch.source() + " " + windowing, words))) {
      LOG.warn(words);
    }
  }
}
