package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.Observations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values at some places among the sorted values of a column, exactly and in fixed memory. Whole
 * numbers in a narrow range are counted by one pass, each for itself. Otherwise one pass counts the
 * values of each of {@value #BUCKETS} equal parts of the range, and a second one sorts the distinct
 * values of the parts in which the wanted places are. Where the range is infinite, all distinct
 * values are sorted, which the engine does on disk if need be.
 *
 * @param column the column
 * @param number SQL of the value as a number
 */
record Ranks(Column column, String number) {
  private static final int BUCKETS = 1 << 16;
  private static final double VALUES_MAX = 1 << 17;

  /** Places of the measures: count, least, greatest. */
  List<String> measures() {
    return List.of(
        "count(" + column.sql() + ")",
        "min(CAST(" + number + " AS DOUBLE))",
        "max(CAST(" + number + " AS DOUBLE))");
  }

  /** The number of values, given the answers to {@link #measures}. */
  static long count(List<JsonNode> measured) {
    return measured.getFirst().longValue();
  }

  /**
   * Query for the values at places, from 0, as rows of place and value.
   *
   * @param batch what to write behind FROM
   * @param measured the answers to {@link #measures}
   */
  String query(String batch, List<JsonNode> measured, Set<Long> places) {
    String wanted =
        places.stream()
            .sorted()
            .map(place -> "(" + place + "::HUGEINT)")
            .collect(Collectors.joining(", "));
    return narrow(measured) ? byValue(batch, wanted) : byPart(batch, measured, wanted);
  }

  /** Whether there are so few whole numbers in the range that each can be counted. */
  private boolean narrow(List<JsonNode> measured) {
    double width = measured.get(2).doubleValue() - measured.get(1).doubleValue();
    return column.kind() == ColumnKind.INTEGER && width < VALUES_MAX;
  }

  private String byValue(String batch, String wanted) {
    return """
    WITH wanted(place) AS (VALUES %s),
    found AS (
      SELECT v, sum(n) OVER (ROWS UNBOUNDED PRECEDING) - n AS first, n
      FROM (SELECT %s AS v, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1 ORDER BY 1))
    SELECT place, CAST(v AS DOUBLE)
    FROM found JOIN wanted ON place >= first AND place < first + n ORDER BY 1\
    """
        .formatted(wanted, column.sql(), batch, column.sql());
  }

  /** The values of the chosen parts, one after the other, are numbered from the first part's. */
  private String byPart(String batch, List<JsonNode> measured, String wanted) {
    String value = "CAST(" + number + " AS DOUBLE)";
    return """
    WITH wanted(place) AS (VALUES %s),
    buckets AS MATERIALIZED (
      SELECT bucket, sum(n) OVER (ORDER BY bucket) - n AS below, n
      FROM (SELECT %s AS bucket, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)),
    chosen AS MATERIALIZED (
      SELECT bucket, below - (sum(n) OVER (ORDER BY bucket) - n) AS skipped
      FROM (SELECT DISTINCT bucket, below, n FROM buckets JOIN wanted ON place >= below AND place < below + n)),
    found AS (
      SELECT v, skipped + sum(n) OVER (ROWS UNBOUNDED PRECEDING) - n AS first, n
      FROM (
        SELECT v, skipped, count(*) AS n
        FROM (SELECT %s AS v, %s AS bucket FROM %s WHERE %s IS NOT NULL) JOIN chosen USING (bucket)
        GROUP BY 1, 2 ORDER BY 1))
    SELECT place, v FROM found JOIN wanted ON place >= first AND place < first + n ORDER BY 1\
    """
        .formatted(
            wanted,
            bucket(value, measured),
            batch,
            column.sql(),
            value,
            bucket(value, measured),
            batch,
            column.sql());
  }

  /** SQL of the part of the range that a value is in; greater values are in no lower part. */
  private static String bucket(String value, List<JsonNode> measured) {
    double least = measured.get(1).doubleValue();
    double width = measured.get(2).doubleValue() - least;
    boolean spread = Double.isFinite(width) && Double.isFinite(BUCKETS / width) && width > 0;
    return spread
        ? "CAST(floor((%s - %s) * %s) AS INTEGER)"
            .formatted(value, Literal.floating(least), Literal.floating(BUCKETS / width))
        : "0";
  }

  /** The values by place, given the answer to {@link #query}. */
  static Map<Long, Double> values(Observations observations) {
    Map<Long, Double> values = new HashMap<>();
    if (!observations.answers().isEmpty()) {
      observations
          .rows(0)
          .forEach(row -> values.put(row.get(0).longValue(), row.get(1).doubleValue()));
    }
    return values;
  }
}
