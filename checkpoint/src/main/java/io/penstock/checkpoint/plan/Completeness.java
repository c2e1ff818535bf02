package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.MeasuredExpectation;
import java.util.ArrayList;
import java.util.List;

/** Tells for each expectation about a column as a whole how many of its values are missing. */
final class Completeness {
  private Completeness() {}

  /** The measures of an expectation, and behind them those for completeness. */
  static List<String> measures(MeasuredExpectation expectation) {
    if (!(expectation instanceof AggregateExpectation aggregate)) {
      return expectation.measures();
    }
    List<String> measures = new ArrayList<>(expectation.measures());
    measures.add("count(*)");
    measures.add("count(" + aggregate.column().sql() + ")");
    return measures;
  }

  /** Adds what was measured to a result. */
  static void add(MeasuredExpectation expectation, List<JsonNode> values, Evaluation evaluation) {
    ObjectNode result = evaluation.result();
    // Beside a set, missing means the values of the set that the column lacks.
    if (!(expectation instanceof AggregateExpectation) || result.has("missing_count")) {
      return;
    }
    long elements = values.get(values.size() - 2).longValue();
    long missing = elements - values.getLast().longValue();
    result.put("element_count", elements);
    result.put("missing_count", missing);
    if (elements == 0) {
      result.putNull("missing_percent");
    } else {
      result.put("missing_percent", 100.0 * missing / elements);
    }
  }
}
