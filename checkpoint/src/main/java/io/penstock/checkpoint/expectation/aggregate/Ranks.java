package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.Observations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values at some places among the sorted values of a column, exactly and in fixed memory: one
 * pass counts the values of each of {@value #BUCKETS} equal parts of the range, a second one sorts
 * the distinct values of the parts in which the wanted places are. Where the range is infinite, all
 * distinct values are sorted, which the engine does on disk if need be.
 *
 * @param column the column
 * @param number SQL of the value as a number
 */
record Ranks(Column column, String number) {
  private static final int BUCKETS = 1 << 16;

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
    String value = "CAST(" + number + " AS DOUBLE)";
    return """
    WITH wanted(place) AS (VALUES %s),
    buckets AS MATERIALIZED (
      SELECT bucket, sum(n) OVER (ORDER BY bucket) - n AS below, n
      FROM (SELECT %s AS bucket, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)),
    chosen AS MATERIALIZED (
      SELECT DISTINCT bucket, below FROM buckets JOIN wanted ON place >= below AND place < below + n),
    found AS (
      SELECT v, below + sum(n) OVER (PARTITION BY below ORDER BY v) - n AS first, n
      FROM (
        SELECT v, below, count(*) AS n
        FROM (SELECT %s AS v, %s AS bucket FROM %s WHERE %s IS NOT NULL) JOIN chosen USING (bucket)
        GROUP BY 1, 2))
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
