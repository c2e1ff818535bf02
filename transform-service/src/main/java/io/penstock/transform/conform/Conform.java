package io.penstock.transform.conform;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.source.RowStatus;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.parquet.ParquetOptions;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.quarantine.QuarantineExport;
import io.penstock.transform.engine.HiddenColumns;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.engine.RowGroups;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes conformed rows of the raw rows of a window. Works on local files and knows neither the
 * store nor who runs it.
 *
 * <p>It first looks at every row in bulk ({@link DecodeSql}), then one by one at those of which
 * that way is not sure ({@link PayloadDecoder}), and then writes what is right, in an order that
 * depends on content alone, origin last.
 *
 * <p>A session is used for one run: it leaves tables behind.
 */
public final class Conform {
  /** The raw rows of the window, by our names of the origin and by ingest's of all else. */
  private static final String WINDOW = "raw_window";

  /** The same with the rows that are held. */
  private static final String WHOLE_WINDOW = "whole_raw_window";

  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  /** Staged files live for minutes. */
  private static final int STAGED_COMPRESSION_LEVEL = 1;

  private final EngineSession session;
  private final BuildPlan plan;
  private final ConformSchema schema;
  private final DecodeSql decode;
  private final Quarantine quarantine;
  private final Progress progress;

  /**
   * What was written.
   *
   * @param conformed file of the conformed rows
   * @param rows how many there are
   * @param quarantine the rows that failed or are held, if there are any
   * @param windowed origins of all rows of the window
   * @param schemaFailed origins of the rows that failed, and of those held that had
   * @param held origins of the rows that are held because a checkpoint had taken them out
   */
  public record Result(
      Path conformed,
      long rows,
      Optional<QuarantineExport.Written> quarantine,
      Fingerprint windowed,
      Fingerprint schemaFailed,
      Fingerprint held) {
    /** Origins of the conformed rows. */
    public Fingerprint left() {
      return windowed.minus(schemaFailed).minus(held);
    }
  }

  /**
   * Prepares a run.
   *
   * @throws PenstockException USER {@code invalid-schema} or {@code bad-expression} if the
   *     pipeline's schema cannot be used
   */
  public Conform(EngineSession session, BuildPlan plan, PrivacyKeys keys, Progress progress) {
    this.session = session;
    this.plan = plan;
    this.progress = progress;
    this.quarantine = new Quarantine(session, plan);
    this.schema = ConformSchema.of(plan.spec());
    this.decode =
        new DecodeSql(schema, FieldSources.of(session, schema), new PrivateFields(session, keys));
  }

  /** Conforms the rows of a window that has no held ones. */
  public Result run(List<Path> batches) {
    return run(batches, Optional.empty());
  }

  /**
   * Conforms the rows of the window.
   *
   * @param batches the files of the plan's batches, in the plan's order
   * @param held the file of the plan's held rows, if it has some
   * @throws PenstockException INTERNAL {@code unbalanced-window} if the batches do not hold the
   *     rows that ingest counted
   */
  public Result run(List<Path> batches, Optional<Path> held) {
    readWindow(batches, held);
    Fingerprint windowed = windowed();
    progress.report("decode", windowed.count());
    Judgement.Summary judged =
        new Judgement(session, decode, plan.spec().key())
            .run(source("TRY(decode(payload))"), decoder(), progress);
    Quarantine.Held heldBack = quarantine.held(WHOLE_WINDOW);
    Fingerprint failed = judged.doubtful() > 0 ? origins(Judgement.FAILED) : Fingerprint.EMPTY;
    Fingerprint schemaFailed = failed.plus(heldBack.schemaFailed());
    long left = windowed.count() - schemaFailed.count() - heldBack.quarantined().count();
    progress.report("order", left);
    Path conformed = writeConformed(judged, left + failed.count());
    long rows =
        session.queryLong("SELECT count(*) FROM read_parquet(" + Sql.literal(conformed) + ")");
    if (rows != left) {
      throw PenstockException.internal(
          "unbalanced-window",
          "%d rows of window %s, %d failed or held, but %d conformed"
              .formatted(windowed.count(), plan.window(), windowed.count() - left, rows));
    }
    return new Result(
        conformed,
        rows,
        quarantine.write(batches, failed.count() > 0),
        windowed,
        schemaFailed,
        heldBack.quarantined());
  }

  private PayloadDecoder decoder() {
    return new PayloadDecoder(schema.versions(), !QuarantineExport.withholdsBytes(plan.spec()));
  }

  private void readWindow(List<Path> batches, Optional<Path> held) {
    String files = batches.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    Window window = plan.window();
    session.execute(
        """
        CREATE VIEW %s AS
        SELECT topic_id AS __topic_id, partition AS __partition, "offset" AS __offset,
          timestamp, key, headers, payload, event_time
        FROM read_parquet(%s)
        WHERE status = '%s' AND event_time >= %s AND event_time < %s
        """
            .formatted(
                held.isPresent() ? WHOLE_WINDOW : WINDOW,
                files,
                RowStatus.OK.text(),
                instant(window.start()),
                instant(window.end())));
    held.ifPresent(file -> quarantine.holdBack(file, WHOLE_WINDOW, WINDOW));
  }

  private static String instant(Instant instant) {
    return "to_timestamp(0) + to_microseconds("
        + ChronoUnit.MICROS.between(Instant.EPOCH, instant)
        + ")";
  }

  private Fingerprint windowed() {
    Fingerprint windowed = origins(plan.held().isPresent() ? WHOLE_WINDOW : WINDOW);
    if (!windowed.equals(plan.windowed())) {
      throw PenstockException.internal(
          "unbalanced-window",
          "The batches hold %s of window %s, but ingest counted %s"
              .formatted(windowed, plan.window(), plan.windowed()));
    }
    return windowed;
  }

  private Fingerprint origins(String table) {
    return Fingerprints.ofOrigins(session, "SELECT " + ORIGIN + " FROM " + table);
  }

  private static String source(String body) {
    return "SELECT %s, event_time, payload AS __payload, %s AS __body, NULL::INTEGER AS __forced FROM %s"
        .formatted(ORIGIN, body, WINDOW);
  }

  private Path writeConformed(Judgement.Summary judged, long rows) {
    return ParquetExport.write(
        session,
        judged.sharedKeys() == 0
            ? "SELECT * EXCLUDE (__key_hash), NULL::BLOB AS %s FROM %s"
                .formatted(HiddenColumns.PAYLOAD_SHA256, Judgement.RIGHT)
            : withPayloadHashes(),
        session.scratch().resolve("conformed.parquet"),
        ParquetOptions.sortedBy(List.of(PipelineSpec.EVENT_TIME))
            .withIdentity(HiddenColumns.ORIGIN)
            .withRowGroupRows(RowGroups.rows(judged.payloadBytes(), rows))
            .withCompressionLevel(STAGED_COMPRESSION_LEVEL));
  }

  /**
   * The hash decides between rows of one key; where a key has one row it is not worth computing.
   */
  private String withPayloadHashes() {
    session.execute(
        """
        CREATE TABLE payload_hash AS SELECT %s, unhex(sha256(payload)) AS %s
        FROM %s SEMI JOIN (FROM %s WHERE __key_hash IN (FROM %s)) USING (%1$s)
        """
            .formatted(
                ORIGIN,
                HiddenColumns.PAYLOAD_SHA256,
                WINDOW,
                Judgement.RIGHT,
                Judgement.SHARED_KEY));
    return "SELECT * EXCLUDE (__key_hash) FROM %s LEFT JOIN payload_hash USING (%s)"
        .formatted(Judgement.RIGHT, ORIGIN);
  }
}
