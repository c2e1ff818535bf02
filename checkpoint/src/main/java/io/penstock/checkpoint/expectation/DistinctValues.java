package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The distinct values of a column against a set.
 *
 * @param column the column
 * @param values the values of the set
 */
public record DistinctValues(Column column, List<JsonNode> values) {
  /** Distinct values that a result lists at most. */
  private static final int LISTED_MAX = 1000;

  private static final int SAMPLES_MAX = 20;

  /**
   * Gives one row: number of distinct values, number of those outside the set, the smallest
   * distinct values with their counts, the smallest values outside.
   */
  public MeasuredExpectation.DataQuery counts() {
    String inside = Literal.in("v", Literal.set(values, column));
    return batch ->
        """
        SELECT count(*), count(*) FILTER (WHERE NOT (%s)),
          min({'value': %s, 'count': n}, %d), min(%s, %d) FILTER (WHERE NOT (%s))
        FROM (SELECT %s AS v, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)\
        """
            .formatted(
                inside,
                column.presented("v"),
                LISTED_MAX,
                column.presented("v"),
                SAMPLES_MAX,
                inside,
                column.sql(),
                batch,
                column.sql());
  }

  /** Gives the places in the set, from 0, of the values that the column does not have. */
  public MeasuredExpectation.DataQuery missing() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int place = i;
      Literal.of(values.get(i), column).ifPresent(sql -> rows.add("(" + place + ", " + sql + ")"));
    }
    String set =
        rows.isEmpty()
            ? "(SELECT 0, NULL WHERE false)"
            : "(VALUES " + String.join(", ", rows) + ")";
    return batch ->
        "SELECT place FROM %s AS expected(place, v) ANTI JOIN (SELECT %s AS v FROM %s) AS found USING (v) ORDER BY 1"
            .formatted(set, column.sql(), batch);
  }

  /** Values of the set that the column does not have, given the answer of {@link #missing}. */
  public ArrayNode missing(List<List<JsonNode>> answer) {
    List<Integer> places = answer.stream().map(row -> row.getFirst().intValue()).toList();
    ArrayNode missing = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < values.size(); i++) {
      boolean comparable = Literal.of(values.get(i), column).isPresent();
      boolean again = values.subList(0, i).contains(values.get(i));
      if (!again && (places.contains(i) || !comparable)) {
        missing.add(values.get(i));
      }
    }
    return missing;
  }

  /** A verdict that lists the distinct values and how often each is there. */
  public static Evaluation evaluation(boolean success, List<JsonNode> counts) {
    ArrayNode observed = JsonNodeFactory.instance.arrayNode();
    ArrayNode valueCounts = JsonNodeFactory.instance.arrayNode();
    for (JsonNode entry : counts.get(2)) {
      observed.add(entry.get("value"));
      valueCounts.add(entry);
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("value_counts", valueCounts);
    return Evaluation.of(success, observed).with("details", details);
  }

  /** The samples of {@link #counts} as a list. */
  public static ArrayNode samples(List<JsonNode> counts) {
    ArrayNode samples = JsonNodeFactory.instance.arrayNode();
    counts.get(3).forEach(samples::add);
    return samples;
  }
}
