package io.penstock.catalog.batch;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.source.RawColumns;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.fingerprint.WindowCounter;
import io.penstock.lake.store.ObjectStore;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Counts the rows of a stored batch by windows, as ingest does while it lands them. */
@Singleton
class RawCounts {
  private final ObjectStore store;
  private final EngineSettings engine;

  RawCounts(ObjectStore store, EngineSettings engine) {
    this.store = store;
    this.engine = engine;
  }

  /**
   * Reads the batch's object.
   *
   * @throws PenstockException INTERNAL {@code unbalanced-batch} if the rows are not those that were
   *     landed; or as the store and the engine fail
   */
  WindowingCounts of(UncountedBatch batch) {
    if (!batch.hasPlacedRows()) {
      return new WindowingCounts(batch.windowing(), List.of());
    }
    WindowingCounts counts = read(batch);
    if (!counts.total().plus(batch.unplaced()).equals(batch.landed())) {
      throw PenstockException.internal(
          "unbalanced-batch",
          "%s holds %s placed rows, %s are unplaced, but %s were landed"
              .formatted(batch.object().key(), counts.total(), batch.unplaced(), batch.landed()));
    }
    return counts;
  }

  private WindowingCounts read(UncountedBatch batch) {
    WindowCounter counter = new WindowCounter(batch.windowing());
    OriginFingerprint origins = new OriginFingerprint(batch.partition());
    try (EngineSession session = Engine.open(engine.withThreads(1))) {
      Path file = store.download(batch.object().key(), batch.object().sha256(), session.scratch());
      return session.query(
          "SELECT %s, epoch_us(%s) FROM read_parquet(%s) WHERE %s = %s"
              .formatted(
                  Sql.identifier(RawColumns.OFFSET),
                  Sql.identifier(RawColumns.EVENT_TIME),
                  Sql.literal(file),
                  Sql.identifier(RawColumns.STATUS),
                  Sql.literal(RowStatus.OK.text())),
          rows -> {
            while (rows.next()) {
              counter.add(rows.getLong(2), origins.hash(rows.getLong(1)));
            }
            return counter.counts();
          });
    }
  }
}
