package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.history.PublishedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code penstock_column_psi_to_be_less_than} and {@code penstock_column_jensen_shannon…}: how far
 * the distribution of a column's values is from that of a named version, at most {@code threshold}.
 * Numbers and times are counted in {@code bins} parts that hold equally many values of the version;
 * other values each for itself, but the rare ones together. Missing values do not count; where
 * nothing can be compared, nothing has drifted.
 *
 * @param reference the version's rows, if there is one
 */
record DriftToBeLessThan(
    Column column,
    Drift drift,
    Optional<PublishedVersion.Data> reference,
    int bins,
    double threshold)
    implements AggregateExpectation {
  private static final int BINS = 10;
  private static final int BINS_MAX = 1000;

  static DriftToBeLessThan stabilityIndex(Kwargs kwargs) {
    return read(kwargs, Drift.STABILITY_INDEX);
  }

  static DriftToBeLessThan jensenShannon(Kwargs kwargs) {
    return read(kwargs, Drift.JENSEN_SHANNON);
  }

  private static DriftToBeLessThan read(Kwargs kwargs, Drift drift) {
    Column column = kwargs.column("column");
    int bins = kwargs.optionalCount("bins").map(JsonNode::intValue).orElse(BINS);
    if (bins < 2 || bins > BINS_MAX) {
      kwargs.problem("bins", "must be between 2 and " + BINS_MAX);
    }
    return new DriftToBeLessThan(
        column, drift, kwargs.referencedRows(List.of(column)), bins, threshold(kwargs));
  }

  /** A threshold that must be given. */
  static double threshold(Kwargs kwargs) {
    double threshold = kwargs.number("threshold");
    if (threshold < 0) {
      kwargs.problem("threshold", "must be at least 0, not " + threshold);
    }
    return threshold;
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return reference.stream()
        .<DataQuery>map(data -> batch -> ordered() ? byRange(batch, data) : byValue(batch, data))
        .toList();
  }

  private boolean ordered() {
    return column.kind().numeric() || column.kind().temporal();
  }

  /** Values with their numbers here and there. */
  static String counts(Column column, String batch, PublishedVersion.Data data) {
    Column other = data.schema().find(column.name()).orElseThrow();
    String here = number(column, column.sql());
    String there = number(other, other.normalized());
    return """
    counts AS MATERIALIZED (
      SELECT v, sum(a) AS a, sum(b) AS b FROM (
        SELECT %s AS v, 1 AS a, 0 AS b FROM %s UNION ALL SELECT %s, 0, 1 FROM %s)
      WHERE v IS NOT NULL GROUP BY v)\
    """
        .formatted(here, batch, there, data.relation());
  }

  private static String number(Column column, String value) {
    return switch (column.kind()) {
      case INTEGER, FLOAT, DECIMAL -> "CAST(" + value + " AS DOUBLE)";
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> "epoch_us(CAST(" + value + " AS TIMESTAMP))";
      case TEXT, BOOLEAN, OTHER, UNKNOWN -> "CAST(" + value + " AS VARCHAR)";
    };
  }

  private String byRange(String batch, PublishedVersion.Data data) {
    return """
    WITH %s,
    edges AS (
      SELECT max(v) AS edge FROM (
        SELECT v, floor((sum(b) OVER (ROWS UNBOUNDED PRECEDING) - b / 2.0) * %d
          / (SELECT sum(b) FROM counts)) AS part
        FROM (SELECT v, b FROM counts WHERE b > 0 ORDER BY v))
      GROUP BY part)
    SELECT CAST(coalesce(edge, (SELECT max(edge) FROM edges)) AS VARCHAR), sum(a), sum(b)
    FROM counts ASOF LEFT JOIN edges ON v <= edge
    GROUP BY coalesce(edge, (SELECT max(edge) FROM edges)) ORDER BY min(v)\
    """
        .formatted(counts(column, batch, data), bins);
  }

  /** As many values as there are bins, those that are the most frequent in the version. */
  private String byValue(String batch, PublishedVersion.Data data) {
    return """
    WITH %s,
    named AS MATERIALIZED (SELECT v AS part, a, b FROM counts ORDER BY b DESC, v LIMIT %d),
    others AS (
      SELECT (SELECT sum(a) FROM counts) - sum(a) AS a, (SELECT sum(b) FROM counts) - sum(b) AS b
      FROM named)
    SELECT part, a, b FROM named
    UNION ALL SELECT NULL, a, b FROM others WHERE (SELECT count(*) FROM counts) > %d
    ORDER BY b DESC, part\
    """
        .formatted(counts(column, batch, data), bins - 1, bins - 1);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    List<long[]> parts = new ArrayList<>();
    if (reference.isPresent()) {
      ArrayNode list = details.putArray("parts");
      for (List<JsonNode> row : observations.rows(0)) {
        parts.add(new long[] {row.get(1).longValue(), row.get(2).longValue()});
        list.addObject()
            .<ObjectNode>set(column.kind().numeric() ? "up_to" : "value", row.get(0))
            .put("count", row.get(1).longValue())
            .put("reference_count", row.get(2).longValue());
      }
    }
    boolean comparable =
        parts.stream().anyMatch(part -> part[0] > 0)
            && parts.stream().anyMatch(part -> part[1] > 0);
    if (!comparable) {
      return Evaluation.of(true, NullNode.instance).with("details", details);
    }
    double distance = drift.of(parts);
    return Evaluation.of(distance <= threshold, DoubleNode.valueOf(distance))
        .with("details", details);
  }

  /** Whether drift can be told of a column: there is an order of its values. */
  static boolean hasOrder(Column column) {
    return column.kind().numeric()
        || column.kind().temporal()
        || column.kind() == ColumnKind.UNKNOWN;
  }
}
