package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.lake.engine.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code penstock_key_to_not_overlap_between_splits}: no key is in the rows of two splits, such as
 * train and test. Rows without a whole key, or without a split, do not count.
 *
 * @param keys the columns of the key
 * @param split the column that names a row's split
 */
record KeyToNotOverlapBetweenSplits(List<Column> keys, Column split) implements TableExpectation {
  static final int SHOWN_MAX = 20;

  static KeyToNotOverlapBetweenSplits read(Kwargs kwargs) {
    return new KeyToNotOverlapBetweenSplits(
        kwargs.columns("column_list"), kwargs.column("split_column"));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(batch ->
        """
        SELECT count(*), coalesce(sum(n), 0), min(k, %d) FROM (
          SELECT %s AS k, count(*) AS n FROM %s WHERE %s AND %s IS NOT NULL
          GROUP BY %s HAVING count(DISTINCT %s) > 1)\
        """
            .formatted(
                SHOWN_MAX,
                struct(keys),
                batch,
                present(keys),
                split.sql(),
                list(keys),
                split.sql()));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return evaluation(observations.row(0));
  }

  /** A verdict from the number of keys, that of rows, and samples of keys. */
  static Evaluation evaluation(List<JsonNode> row) {
    long count = row.get(0).longValue();
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("overlapping_rows", row.get(1).longValue());
    ArrayNode samples = details.putArray("overlapping_keys");
    row.get(2).forEach(samples::add);
    return Evaluation.of(count == 0, LongNode.valueOf(count)).with("details", details);
  }

  static String struct(List<Column> keys) {
    return keys.stream()
        .map(column -> Sql.identifier(column.name()) + ": " + column.presented())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String present(List<Column> keys) {
    return keys.stream()
        .map(column -> column.sql() + " IS NOT NULL")
        .collect(Collectors.joining(" AND "));
  }

  static String list(List<Column> keys) {
    return keys.stream().map(Column::sql).collect(Collectors.joining(", "));
  }
}
