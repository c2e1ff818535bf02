package io.penstock.lake.quarantine;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.pipeline.Landing;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.quarantine.QuarantineColumns;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.parquet.ParquetOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes quarantined rows as they landed, with what they broke: the columns are those of {@link
 * QuarantineColumns}. Equal rows of a build give equal bytes.
 *
 * <p>Where privacy rules apply after landing, what landed is clear text. It stays in the raw batch,
 * which is named: quarantine is read by more people than raw is.
 */
public final class QuarantineExport {
  /** Small, because payloads can be large. */
  private static final int ROW_GROUP_ROWS = 2_048;

  private final EngineSession session;
  private final BuildPlan plan;

  /**
   * A raw batch on this machine's disk.
   *
   * @param key where it stands in the store
   * @param path the file
   */
  public record RawFile(ObjectKey key, Path path) {}

  /**
   * What was written.
   *
   * @param file the file
   * @param rows its rows
   * @param rules what they break, by type and subject
   */
  public record Written(Path file, long rows, List<RuleCount> rules) {
    public Written {
      rules = List.copyOf(rules);
    }
  }

  public QuarantineExport(EngineSession session, BuildPlan plan) {
    this.session = session;
    this.plan = plan;
  }

  /** Whether what landed is kept out of quarantine, because privacy rules apply to it later. */
  public static boolean withholdsBytes(PipelineSpec spec) {
    return spec.source().landing() == Landing.RAW && !spec.privacy().isEmpty();
  }

  /**
   * Writes rows to a file below the session's scratch directory.
   *
   * @param failed query or table with {@code __topic_id}, {@code __partition}, {@code __offset},
   *     {@code stage}, {@code held} and {@code rules}, a row for each row to write
   * @param batches files that hold these rows
   * @throws PenstockException INTERNAL {@code unbalanced-quarantine} if the batches do not hold
   *     each of them once
   */
  public Written write(String failed, List<RawFile> batches) {
    Path file =
        ParquetExport.write(
            session,
            select(failed, batches),
            session.scratch().resolve("quarantine.parquet"),
            ParquetOptions.sortedBy(List.of("topic_id", "partition", "offset"))
                .withRowGroupRows(ROW_GROUP_ROWS));
    String written = "read_parquet(" + Sql.literal(file) + ")";
    long rows = session.queryLong("SELECT count(*) FROM " + written);
    long expected = session.queryLong("SELECT count(*) FROM (FROM " + failed + ")");
    if (rows != expected) {
      throw PenstockException.internal(
          "unbalanced-quarantine",
          "%d rows of window %s go to quarantine, but the raw batches hold %d of them"
              .formatted(expected, plan.window(), rows));
    }
    return new Written(file, rows, rules(session, written));
  }

  /** How many rows of a relation break each rule, by type and subject. */
  public static List<RuleCount> rules(EngineSession session, String relation) {
    return session.queryRows(
        """
        SELECT rule['index'], rule['type'], rule['subject'], count(*)
        FROM (SELECT unnest(rules) AS rule FROM %s) GROUP BY ALL ORDER BY 2, 3, 1 NULLS FIRST\
        """
            .formatted(relation),
        row -> {
          int index = row.getInt(1);
          return new RuleCount(
              new QuarantineRule(
                  row.wasNull() ? Optional.empty() : Optional.of(index),
                  row.getString(2),
                  row.getString(3)),
              row.getLong(4));
        });
  }

  private String select(String failed, List<RawFile> batches) {
    boolean withheld = withholdsBytes(plan.spec());
    return """
    SELECT r.topic_id, r.partition, r."offset", r.timestamp, %s AS key, %s AS headers, %s AS payload,
      r.event_time, b.raw_key, %s AS window_start, %s AS window_end, f.stage, f.held, f.rules,
      %s AS build_id
    FROM read_parquet(%s, filename = '__raw_file') r
    JOIN (FROM %s) f
      ON r.topic_id = f.__topic_id AND r.partition = f.__partition AND r."offset" = f.__offset
    JOIN (VALUES %s) b(file, raw_key) ON b.file = r.__raw_file\
    """
        .formatted(
            withheld ? "NULL::BLOB" : "r.key",
            withheld ? "[]::STRUCT(name VARCHAR, value BLOB)[]" : "r.headers",
            withheld ? "NULL::BLOB" : "r.payload",
            time(plan.window().start()),
            time(plan.window().end()),
            Sql.literal(plan.buildId().hex()),
            batches.stream()
                .map(batch -> Sql.literal(batch.path()))
                .collect(Collectors.joining(", ", "[", "]")),
            failed,
            batches.stream()
                .map(batch ->
                    "(%s, %s)"
                        .formatted(Sql.literal(batch.path()), Sql.literal(batch.key().value())))
                .collect(Collectors.joining(", ")));
  }

  /**
   * By number, because the engine reads no text of the years 0 and 10000, where windows may end.
   */
  private static String time(Instant instant) {
    return "to_timestamp(0) + to_microseconds("
        + ChronoUnit.MICROS.between(Instant.EPOCH, instant)
        + ")";
  }
}
