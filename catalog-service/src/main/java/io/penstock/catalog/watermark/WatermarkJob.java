package io.penstock.catalog.watermark;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.source.SourceState;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Advances watermarks as time passes: a topic-partition becomes idle without anybody saying so, and
 * an acknowledged loss stops holding the watermark.
 */
@Singleton
class WatermarkJob {
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
    List<String> sources =
        database.read(session ->
            session
                .createSelectionQuery("select name from SourceRow order by name", String.class)
                .getResultList());
    for (String source : sources) {
      Instant now = clock.instant();
      database.transaction(session ->
          SourceState.lock(session, source).chain(state -> watermark.advance(session, state, now)));
    }
  }
}
