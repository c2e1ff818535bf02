package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.history.PublishedVersion;
import java.util.List;
import java.util.Optional;

/**
 * {@code penstock_key_to_not_overlap_with_version}: no key is in a named version, such as the one a
 * model was tested on. Rows without a whole key do not count.
 *
 * @param keys the columns of the key
 * @param reference the version's rows, if there is one
 */
record KeyToNotOverlapWithVersion(List<Column> keys, Optional<PublishedVersion.Data> reference)
    implements TableExpectation {
  static KeyToNotOverlapWithVersion read(Kwargs kwargs) {
    List<Column> keys = kwargs.columns("column_list");
    return new KeyToNotOverlapWithVersion(keys, kwargs.referencedRows(keys));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return reference.stream()
        .<DataQuery>map(data ->
            batch ->
                """
                SELECT count(*), coalesce(sum(n), 0), min(k, %d) FROM (
                  SELECT %s AS k, count(*) AS n
                  FROM (SELECT * FROM %s WHERE %s) SEMI JOIN (SELECT %s FROM %s) USING (%s)
                  GROUP BY %s)\
                """
                    .formatted(
                        KeyToNotOverlapBetweenSplits.SHOWN_MAX,
                        KeyToNotOverlapBetweenSplits.struct(keys),
                        batch,
                        KeyToNotOverlapBetweenSplits.present(keys),
                        KeyToNotOverlapBetweenSplits.list(keys),
                        data.relation(),
                        KeyToNotOverlapBetweenSplits.list(keys),
                        KeyToNotOverlapBetweenSplits.list(keys)))
        .toList();
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return reference.isEmpty()
        ? Evaluation.of(true, LongNode.valueOf(0))
        : KeyToNotOverlapBetweenSplits.evaluation(observations.row(0));
  }
}
