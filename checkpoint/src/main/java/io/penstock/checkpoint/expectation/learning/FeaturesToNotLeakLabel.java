package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code penstock_features_to_not_leak_label}: no feature tells the label by itself. A feature
 * leaks if it
 *
 * <ul>
 *   <li>equals the label in every row,
 *   <li>determines it: equal values of the feature always have equal labels,
 *   <li>or separates it: the ranges of the feature's values for each label do not overlap.
 * </ul>
 *
 * <p>A key determines everything, and two rows are easily in order; so the last two count if they
 * would happen by chance, the labels being shuffled, less than once in a million times. Rows in
 * which the feature or the label is missing do not count. A label that is always the same says
 * nothing.
 *
 * @param label the column that is to be learned
 * @param features all other columns, or those of {@code column_list}
 */
record FeaturesToNotLeakLabel(Column label, List<Column> features) implements TableExpectation {
  /** Labels whose ranges are compared at most. */
  private static final int RANGES_MAX = 100;

  private static final double CHANCE_MAX = Math.log(1e-6);

  static FeaturesToNotLeakLabel read(Kwargs kwargs) {
    Column label = kwargs.column("label_column");
    List<Column> features =
        kwargs.has("column_list")
            ? kwargs.columns("column_list")
            : kwargs.schema().map(TableSchema::columns).orElse(List.of()).stream()
                .filter(column -> !column.equals(label))
                .toList();
    if (features.contains(label)) {
      kwargs.problem("column_list", "holds the label '%s'".formatted(label.name()));
    }
    return new FeaturesToNotLeakLabel(label, features);
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    List<DataQuery> queries = new ArrayList<>();
    for (Column feature : features) {
      queries.add(batch -> values(batch, feature));
      queries.add(batch -> ranges(batch, feature));
    }
    return queries;
  }

  /** Rows, values of the feature, rows with their value's most frequent label, equal ones. */
  private String values(String batch, Column feature) {
    String equal =
        feature.comparableWith(label) ? "f = l" : "CAST(f AS VARCHAR) = CAST(l AS VARCHAR)";
    return """
    WITH pairs AS MATERIALIZED (
      SELECT %s AS f, %s AS l, count(*) AS n FROM %s WHERE %s IS NOT NULL AND %s IS NOT NULL GROUP BY 1, 2),
    labels AS MATERIALIZED (
      SELECT count(*) AS labels, coalesce(sum(n * n), 0) AS squares
      FROM (SELECT sum(n) AS n FROM pairs GROUP BY l))
    SELECT coalesce(sum(n), 0), count(*), coalesce(sum(most), 0), coalesce(sum(same), 0),
      (SELECT squares FROM labels), (SELECT labels FROM labels)
    FROM (
      SELECT sum(n) AS n, max(n) AS most, sum(CASE WHEN %s THEN n ELSE 0 END) AS same FROM pairs GROUP BY f)\
    """
        .formatted(feature.sql(), label.sql(), batch, feature.sql(), label.sql(), equal);
  }

  /** Rows of each label with the least and greatest value, in their order. */
  private String ranges(String batch, Column feature) {
    return """
    SELECT n, coalesce(least_f > lag(greatest_f) OVER (ORDER BY least_f, greatest_f), true)
    FROM (
      SELECT count(*) AS n, min(%s) AS least_f, max(%s) AS greatest_f
      FROM %s WHERE %s IS NOT NULL AND %s IS NOT NULL
      GROUP BY %s ORDER BY least_f, greatest_f LIMIT %d)
    ORDER BY least_f, greatest_f\
    """
        .formatted(
            feature.sql(),
            feature.sql(),
            batch,
            feature.sql(),
            label.sql(),
            label.sql(),
            RANGES_MAX + 1);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    ArrayNode leaking = JsonNodeFactory.instance.arrayNode();
    ArrayNode leaks = details.putArray("leaks");
    for (int i = 0; i < features.size(); i++) {
      String how = leak(observations.row(2 * i), observations.rows(2 * i + 1));
      if (!how.isEmpty()) {
        leaking.add(features.get(i).name());
        leaks.addObject().put("column", features.get(i).name()).put("label_is", how);
      }
    }
    return Evaluation.of(leaking.isEmpty(), leaking).with("details", details);
  }

  /** How a feature tells the label; empty if it does not. */
  private static String leak(List<JsonNode> values, List<List<JsonNode>> ranges) {
    double rows = values.get(0).doubleValue();
    long labels = values.get(5).longValue();
    if (labels < 2) {
      return "";
    }
    if (values.get(3).doubleValue() == rows) {
      return "equal";
    }
    // Each row beyond the first of its value has the same label by chance as often as two rows do.
    double repeats = rows - values.get(1).doubleValue();
    double alike = Math.log(values.get(4).doubleValue() / rows / rows);
    if (values.get(2).doubleValue() == rows && repeats * alike < CHANCE_MAX) {
      return "determined";
    }
    boolean apart =
        ranges.size() <= RANGES_MAX && ranges.stream().allMatch(row -> row.get(1).booleanValue());
    return apart && chanceOfSeparation(ranges) < CHANCE_MAX ? "separated" : "";
  }

  /** Logarithm of k! · Π nᵢ! / n!: orders of the labels that are in blocks, among all orders. */
  private static double chanceOfSeparation(List<List<JsonNode>> ranges) {
    double chance = logFactorial(ranges.size());
    long rows = 0;
    for (List<JsonNode> row : ranges) {
      chance += logFactorial(row.getFirst().longValue());
      rows += row.getFirst().longValue();
    }
    return chance - logFactorial(rows);
  }

  /** Stirling's series, which is exact enough from the start. */
  private static double logFactorial(long n) {
    if (n < 2) {
      return 0;
    }
    return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1.0 / (12 * n);
  }
}
