package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import java.util.List;
import java.util.Optional;

/** {@code expect_table_row_count_to_equal}. */
record RowCountToEqual(long value) implements TableExpectation {
  static RowCountToEqual read(Kwargs kwargs) {
    return new RowCountToEqual(count(kwargs));
  }

  /** A count that must be given. */
  static long count(Kwargs kwargs) {
    Optional<JsonNode> value = kwargs.optionalWhole("value");
    if (!kwargs.has("value")) {
      kwargs.problem("value", "is missing");
    }
    return value.map(JsonNode::longValue).orElse(0L);
  }

  @Override
  public List<String> measures() {
    return List.of("count(*)");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return Evaluation.of(observations.count(0) == value, observations.value(0));
  }
}
