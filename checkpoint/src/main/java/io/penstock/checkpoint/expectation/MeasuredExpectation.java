package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** About numbers and values that describe the data as a whole. */
public sealed interface MeasuredExpectation extends Expectation
    permits AggregateExpectation, TableExpectation {
  /**
   * SQL aggregate calls over the data, all answered by one scan; each a single call, because a
   * {@code FILTER} may follow it.
   */
  default List<String> measures() {
    return List.of();
  }

  /**
   * Queries that need a pass of their own.
   *
   * @param measured the values of the measures, in their order
   */
  default List<DataQuery> queries(List<JsonNode> measured) {
    return List.of();
  }

  /** The verdict. */
  Evaluation evaluate(Observations observations);

  /** A query over the data. */
  @FunctionalInterface
  interface DataQuery {
    /**
     * @param batch what to write behind FROM
     */
    String sql(String batch);
  }
}
