package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.docs.Histogram.Unit;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks once more at the columns of expectations about a range that do not hold: where the values
 * are says more there than how many are outside.
 */
public final class Histograms {
  /** Expectations that get one: each costs two scans of its column. */
  private static final int SHOWN_MAX = 12;

  private static final int BINS = 24;

  /** A range more than so many times wider than the middle 98 % of the values is cut to those. */
  private static final double SPREAD_MAX = 8;

  private static final String LENGTHS = "expect_column_value_lengths_to_be_between";
  private static final Set<String> RANGES =
      Set.of(
          LENGTHS,
          "expect_column_values_to_be_between",
          "expect_column_max_to_be_between",
          "expect_column_min_to_be_between",
          "expect_column_mean_to_be_between",
          "expect_column_median_to_be_between",
          "expect_column_stdev_to_be_between",
          "expect_column_quantile_values_to_be_between",
          "expect_column_value_z_scores_to_be_less_than");

  private Histograms() {}

  /** For {@code meta.penstock.histograms} of a report, where {@link DataDocs} looks for them. */
  public static ArrayNode of(
      EngineSession session, String relation, TableSchema schema, CheckpointResult result) {
    ArrayNode histograms = JsonNodeFactory.instance.arrayNode();
    for (ExpectationResult expectation : result.results()) {
      if (histograms.size() < SHOWN_MAX) {
        subject(expectation, schema)
            .flatMap(subject -> look(session, relation, subject))
            .ifPresent(histogram -> histograms.add(histogram.toJson()));
      }
    }
    return histograms;
  }

  /** What to look at, as SQL of a finite number or null. */
  private record Subject(int index, Unit unit, String sql) {}

  private static Optional<Subject> subject(ExpectationResult result, TableSchema schema) {
    String type = result.config().type();
    if (result.success() || result.exception().isPresent() || !RANGES.contains(type)) {
      return Optional.empty();
    }
    return schema
        .find(result.config().kwargs().path("column").asText())
        .flatMap(column -> subject(result.config().index(), column, type.equals(LENGTHS)));
  }

  private static Optional<Subject> subject(int index, Column column, boolean lengths) {
    String name = column.sql();
    return switch (column.kind()) {
      case INTEGER, DECIMAL ->
          Optional.of(new Subject(index, Unit.NUMBER, "CAST(" + name + " AS DOUBLE)"));
      case FLOAT ->
          Optional.of(
              new Subject(
                  index,
                  Unit.NUMBER,
                  "CASE WHEN isfinite(%s) THEN CAST(%s AS DOUBLE) END".formatted(name, name)));
      case DATE, TIMESTAMP, TIMESTAMP_TZ ->
          Optional.of(
              new Subject(
                  index,
                  Unit.TIME,
                  "CASE WHEN isfinite(%s) THEN CAST(epoch_us(%s) AS DOUBLE) END"
                      .formatted(name, name)));
      case TEXT ->
          lengths
              ? Optional.of(new Subject(index, Unit.LENGTH, "CAST(length(" + name + ") AS DOUBLE)"))
              : Optional.empty();
      case BOOLEAN, OTHER, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<Histogram> look(EngineSession session, String relation, Subject subject) {
    try {
      return session.userSql("no-histogram", () -> histogram(session, relation, subject));
    } catch (PenstockException e) {
      if (e.kind() == FailureKind.USER) {
        // The page goes without it: the verdict does not depend on a picture.
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Histogram> histogram(
      EngineSession session, String relation, Subject subject) {
    List<Double> range =
        session.query(
            "SELECT min(v), max(v), approx_quantile(v, 0.01), approx_quantile(v, 0.99) FROM (SELECT %s AS v FROM %s)"
                .formatted(subject.sql(), relation),
            row -> {
              row.next();
              List<Double> values = new ArrayList<>();
              for (int i = 1; i <= 4; i++) {
                double value = row.getDouble(i);
                if (row.wasNull()) {
                  return List.of();
                }
                values.add(value);
              }
              return values;
            });
    if (range.isEmpty()) {
      return Optional.empty();
    }
    double middle = range.get(3) - range.get(2);
    boolean wide = middle > 0 && range.get(1) - range.get(0) > SPREAD_MAX * middle;
    double low = wide ? Math.max(range.get(0), range.get(2) - middle) : range.get(0);
    double high = wide ? Math.min(range.get(1), range.get(3) + middle) : range.get(1);
    return Double.isFinite(high - low)
        ? Optional.of(histogram(session, relation, subject, low, high))
        : Optional.empty();
  }

  private static Histogram histogram(
      EngineSession session, String relation, Subject subject, double low, double high) {
    Long[] counts = new Long[BINS];
    Arrays.fill(counts, 0L);
    long[] outside = new long[2];
    // One value alone has a bin of no width.
    double width = high > low ? (high - low) / BINS : 1;
    String sql =
        String.format(
            Locale.ROOT,
            """
            SELECT CASE WHEN v < %s THEN -1 WHEN v > %s THEN %d
                ELSE least(%d, CAST(floor((v - %s) / %s) AS BIGINT)) END AS bin, count(*)
            FROM (SELECT %s AS v FROM %s) WHERE v IS NOT NULL GROUP BY 1\
            """,
            literal(low),
            literal(high),
            BINS,
            BINS - 1,
            literal(low),
            literal(width),
            subject.sql(),
            relation);
    session.query(
        sql,
        rows -> {
          while (rows.next()) {
            int bin = rows.getInt(1);
            long count = rows.getLong(2);
            if (bin < 0) {
              outside[0] = count;
            } else if (bin >= BINS) {
              outside[1] = count;
            } else {
              counts[bin] = count;
            }
          }
          return Boolean.TRUE;
        });
    return new Histogram(
        subject.index(), subject.unit(), low, high, outside[0], List.of(counts), outside[1]);
  }

  private static String literal(double value) {
    return "CAST('" + value + "' AS DOUBLE)";
  }
}
