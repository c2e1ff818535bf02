package io.penstock.catalog.watermark;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.source.SourceRow;
import io.penstock.catalog.source.SourceState;
import io.penstock.contracts.failure.PenstockException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Advances watermarks as time passes: a topic-partition becomes idle without anybody saying so, and
 * an acknowledged loss stops holding the watermark.
 */
@Singleton
class WatermarkJob {
  private static final Logger LOG = Logger.getLogger(WatermarkJob.class);

  private final Database database;
  private final WatermarkAdvance watermark;
  private final Clock clock;

  WatermarkJob(Database database, WatermarkAdvance watermark, Clock clock) {
    this.database = database;
    this.watermark = watermark;
    this.clock = clock;
  }

  @Scheduled(
      every = "${penstock.catalog.watermark.interval:PT1S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void advance() {
    try {
      advanceAll();
    } catch (PenstockException e) {
      // The next run tries again; what is wrong shows in the readiness of the service.
      LOG.warnf("watermarks were not looked at: %s: %s", e.code(), e.getMessage());
    }
  }

  private void advanceAll() {
    Instant now = clock.instant();
    for (String source : moving(now)) {
      database.transaction(session ->
          SourceState.lock(session, source).chain(state -> watermark.advance(session, state, now)));
    }
  }

  /** The sources whose watermark moves by now: only those are locked. */
  private List<String> moving(Instant now) {
    return database
        .read(session ->
            session
                .createSelectionQuery("from SourceRow order by name", SourceRow.class)
                .getResultList()
                .chain(rows -> SourceState.readAll(session, rows)))
        .stream()
        .filter(state -> watermark.moves(state, now))
        .map(state -> state.row().name())
        .toList();
  }
}
