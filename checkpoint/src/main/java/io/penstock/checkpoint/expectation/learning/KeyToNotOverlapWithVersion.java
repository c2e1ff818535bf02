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
    String list = KeyToNotOverlapBetweenSplits.list(keys);
    // One grouping of both: the engine can move it to disk at any size, which a join it cannot.
    return reference.stream()
        .<DataQuery>map(data ->
            batch ->
                """
                SELECT count(*), coalesce(sum(__here), 0), min(%s, %d) FROM (
                  SELECT %s, sum(__here) AS __here, sum(__there) AS __there FROM (
                    SELECT %s, 1 AS __here, 0 AS __there FROM %s WHERE %s UNION ALL SELECT %s, 0, 1 FROM %s)
                  GROUP BY %s)
                WHERE __here > 0 AND __there > 0\
                """
                    .formatted(
                        KeyToNotOverlapBetweenSplits.struct(keys),
                        KeyToNotOverlapBetweenSplits.SHOWN_MAX,
                        list,
                        list,
                        batch,
                        KeyToNotOverlapBetweenSplits.present(keys),
                        list,
                        data.relation(),
                        list))
        .toList();
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return reference.isEmpty()
        ? Evaluation.of(true, LongNode.valueOf(0))
        : KeyToNotOverlapBetweenSplits.evaluation(observations.row(0));
  }
}
