package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MeasuredExpectation.DataQuery;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.aggregate.KlDivergenceToBeLessThan.Partition;
import io.penstock.checkpoint.expectation.aggregate.KlDivergenceToBeLessThan.Shares;
import java.util.ArrayList;
import java.util.List;

/**
 * Expected shares of categories.
 *
 * @param values the categories
 * @param weights the share of each
 * @param tail the share of all values that are none of them
 */
record Categories(Column column, List<JsonNode> values, List<Double> weights, double tail)
    implements Partition {
  /** Distinct values that a column may have to be compared. */
  private static final int VALUES_MAX = 100_000;

  static Categories read(JsonNode json, Column column, double tail, Kwargs kwargs) {
    List<JsonNode> values = new ArrayList<>();
    json.path("values").forEach(values::add);
    List<Double> weights = new ArrayList<>();
    json.path("weights").forEach(weight -> weights.add(weight.doubleValue()));
    if (values.isEmpty()
        || values.size() != weights.size()
        || !KlDivergenceToBeLessThan.addUp(weights)) {
      kwargs.problem("partition_object", "needs a weight for each value, which add up to 1");
      return new Categories(column, List.of(), List.of(), tail);
    }
    return new Categories(column, values, weights, tail);
  }

  @Override
  public List<String> measures() {
    return List.of("count(" + column.sql() + ")");
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    StringBuilder places = new StringBuilder("CASE");
    for (int i = 0; i < values.size(); i++) {
      int place = i;
      Literal.of(values.get(i), column)
          .ifPresent(literal ->
              places.append(" WHEN v = ").append(literal).append(" THEN ").append(place));
    }
    String place = places.toString().equals("CASE") ? "NULL" : places + " END";
    return List.of(batch ->
        """
        WITH counts AS MATERIALIZED (
          SELECT %s AS v, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)
        SELECT %s, n, %s FROM counts
        WHERE CASE WHEN (SELECT count(*) FROM counts) > %d
          THEN error('the column has more than %d distinct values') ELSE true END
        ORDER BY v\
        """
            .formatted(
                column.sql(),
                batch,
                column.sql(),
                column.presented("v"),
                place,
                VALUES_MAX,
                VALUES_MAX));
  }

  @Override
  public Shares shares(Observations observations) {
    double count = observations.count(0);
    List<JsonNode> names = new ArrayList<>(values);
    List<Double> observed = new ArrayList<>();
    values.forEach(value -> observed.add(0.0));
    for (List<JsonNode> row : observations.rows(0)) {
      double share = row.get(1).doubleValue() / count;
      if (row.get(2).isNull()) {
        names.add(row.get(0));
        observed.add(share);
      } else {
        observed.set(row.get(2).intValue(), share);
      }
    }
    int others = names.size() - values.size();
    List<Double> expected = new ArrayList<>();
    weights.forEach(weight -> expected.add(others > 0 ? weight * (1 - tail) : weight));
    for (int i = 0; i < others; i++) {
      expected.add(tail / others);
    }
    return new Shares(
        array(observed),
        array(expected),
        KlDivergenceToBeLessThan.details(json(names, observed), json(names, expected)));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static ObjectNode json(List<JsonNode> names, List<Double> weights) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode jsonValues = json.putArray("values");
    names.forEach(jsonValues::add);
    ArrayNode jsonWeights = json.putArray("weights");
    weights.forEach(jsonWeights::add);
    return json;
  }
}
