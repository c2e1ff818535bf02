package io.penstock.transform.conform;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.source.RowStatus;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.parquet.ParquetOptions;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.privacy.PrivacyRule;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import io.penstock.transform.engine.EngineTypes;
import io.penstock.transform.engine.HiddenColumns;
import io.penstock.transform.engine.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
  private static final String WINDOW = "raw_window";
  private static final String FAILED = "failed";
  private static final String SAME_ROW = "USING (topic_id, partition, \"offset\")";

  private final EngineSession session;
  private final BuildPlan plan;
  private final ConformSchema schema;
  private final DecodeSql decode;
  private final PrivacyKeys keys;
  private final Progress progress;

  /**
   * What was written.
   *
   * @param conformed file of the conformed rows
   * @param rows how many there are
   * @param quarantine file of the rows that failed, if any did
   * @param windowed origins of all rows of the window
   * @param schemaFailed origins of the rows that failed
   */
  public record Result(
      Path conformed,
      long rows,
      Optional<Path> quarantine,
      Fingerprint windowed,
      Fingerprint schemaFailed) {}

  /**
   * Prepares a run.
   *
   * @throws PenstockException USER {@code invalid-schema} or {@code bad-expression} if the
   *     pipeline's schema cannot be used
   */
  public Conform(EngineSession session, BuildPlan plan, PrivacyKeys keys, Progress progress) {
    this.session = session;
    this.plan = plan;
    this.keys = keys;
    this.progress = progress;
    this.schema = ConformSchema.of(plan.spec());
    this.decode = new DecodeSql(schema, FieldSources.of(session, schema));
  }

  /**
   * Conforms the rows of the window.
   *
   * @param batches the files of the plan's batches, in the plan's order
   * @throws PenstockException INTERNAL {@code unbalanced-window} if the batches do not hold the
   *     rows that ingest counted
   */
  public Result run(List<Path> batches) {
    readWindow(batches);
    Fingerprint windowed = windowed();
    progress.report("decode", windowed.count());
    boolean doubts = judge();
    Fingerprint failed =
        doubts ? Fingerprints.ofOrigins(session, origins(FAILED)) : Fingerprint.EMPTY;
    progress.report("order", windowed.count() - failed.count());
    Path conformed = writeConformed(doubts);
    long rows =
        session.queryLong("SELECT count(*) FROM read_parquet(" + Sql.literal(conformed) + ")");
    if (rows != windowed.count() - failed.count()) {
      throw PenstockException.internal(
          "unbalanced-window",
          "%d rows of window %s, %d failed, but %d conformed"
              .formatted(windowed.count(), plan.window(), failed.count(), rows));
    }
    Optional<Path> quarantine =
        failed.count() == 0 ? Optional.empty() : Optional.of(writeQuarantine());
    return new Result(conformed, rows, quarantine, windowed, failed);
  }

  private void readWindow(List<Path> batches) {
    String files = batches.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    Window window = plan.window();
    session.execute(
        "CREATE VIEW %s AS SELECT * FROM %s WHERE status = '%s' AND event_time >= %s AND event_time < %s"
            .formatted(
                WINDOW,
                "read_parquet(" + files + ")",
                RowStatus.OK.text(),
                instant(window.start()),
                instant(window.end())));
  }

  private static String instant(Instant instant) {
    return "to_timestamp(0) + to_microseconds("
        + ChronoUnit.MICROS.between(Instant.EPOCH, instant)
        + ")";
  }

  private Fingerprint windowed() {
    Fingerprint windowed = Fingerprints.ofOrigins(session, origins(WINDOW));
    if (!windowed.equals(plan.windowed())) {
      throw PenstockException.internal(
          "unbalanced-window",
          "The batches hold %s of window %s, but ingest counted %s"
              .formatted(windowed, plan.window(), plan.windowed()));
    }
    return windowed;
  }

  /** Fills the tables of rows that need care; false if there are none. */
  private boolean judge() {
    session.execute(
        "CREATE TABLE doubtful AS "
            + decode.doubtful(
                "SELECT topic_id, partition, \"offset\", payload, TRY(decode(payload)) AS body, NULL::INTEGER AS forced FROM "
                    + WINDOW));
    long doubtful = session.queryLong("SELECT count(*) FROM doubtful");
    if (doubtful == 0) {
      return false;
    }
    new Verdicts(session, new PayloadDecoder(schema.versions()))
        .decide(done -> progress.report("decode doubtful rows", done));
    session.execute(
        "CREATE TABLE failed AS SELECT topic_id, partition, \"offset\", reason FROM doubtful WHERE reason IS NOT NULL"
            + " UNION ALL SELECT topic_id, partition, \"offset\", reason FROM verdict WHERE reason IS NOT NULL");
    if (decode.canFail()) {
      session.execute(
          "INSERT INTO failed "
              + decode.failing(
                  "SELECT topic_id, partition, \"offset\", body, version AS forced FROM verdict WHERE reason IS NULL"));
    }
    return true;
  }

  private Path writeConformed(boolean doubts) {
    String plain =
        "SELECT topic_id, partition, \"offset\", event_time, payload, decode(payload) AS body, NULL::INTEGER AS forced FROM "
            + WINDOW;
    String source =
        doubts
            ? plain
                + " ANTI JOIN doubtful "
                + SAME_ROW
                + " UNION ALL SELECT topic_id, partition, \"offset\", event_time, payload, body, version FROM "
                + WINDOW
                + " JOIN (SELECT * FROM verdict WHERE reason IS NULL) "
                + SAME_ROW
                + " ANTI JOIN failed "
                + SAME_ROW
            : plain;
    List<String> columns = new ArrayList<>();
    for (ConformedField field : schema.fields()) {
      String name = Sql.identifier(field.name());
      String kept = field.privacy().map(rule -> hidden(field, rule)).orElse(name);
      columns.add(kept.equals(name) ? name : kept + " AS " + name);
    }
    columns.add("event_time");
    columns.add("topic_id AS " + HiddenColumns.TOPIC_ID);
    columns.add("partition AS " + HiddenColumns.PARTITION);
    columns.add("\"offset\" AS " + HiddenColumns.OFFSET);
    columns.add("unhex(sha256(payload)) AS " + HiddenColumns.PAYLOAD_SHA256);
    return ParquetExport.write(
        session,
        "SELECT " + String.join(", ", columns) + " FROM (" + decode.conformed(source) + ")",
        List.of(
            "event_time",
            HiddenColumns.PAYLOAD_SHA256,
            HiddenColumns.TOPIC_ID,
            HiddenColumns.PARTITION,
            HiddenColumns.OFFSET),
        session.scratch().resolve("conformed.parquet"));
  }

  private String hidden(ConformedField field, PrivacySpec privacy) {
    PrivacyRule rule =
        switch (privacy.rule()) {
          case MASK -> new PrivacyRule.Mask();
          case HMAC -> new PrivacyRule.Hmac(privacy.key().orElseThrow(), keys);
          case REDACT -> new PrivacyRule.Redact();
        };
    return privacy.rule() == PrivacySpec.Rule.REDACT
        ? "NULL::" + EngineTypes.of(field.type().type())
        : rule.sql(session, Sql.identifier(field.name()));
  }

  private Path writeQuarantine() {
    return ParquetExport.write(
        session,
        "SELECT payload, key, headers, timestamp, topic_id, partition, \"offset\", event_time, 'conform' AS step, f.reason AS reason"
            + " FROM (SELECT * EXCLUDE (reason) FROM "
            + WINDOW
            + ") JOIN failed AS f "
            + SAME_ROW,
        session.scratch().resolve("quarantine.parquet"),
        ParquetOptions.sortedBy(List.of("topic_id", "partition", "offset")).withRowGroupRows(8192));
  }

  private static String origins(String table) {
    return "SELECT topic_id, partition, \"offset\" FROM " + table;
  }
}
