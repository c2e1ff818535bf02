package io.penstock.checkpoint.expectation.pair;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnPair;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.PairExpectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code expect_column_pair_values_to_be_in_set}; in a pair of the set, null stands for a missing
 * value.
 */
record PairValuesToBeInSet(ColumnPair pair, Condition condition) implements PairExpectation {
  static PairValuesToBeInSet read(Kwargs kwargs) {
    ColumnPair pair = ColumnPair.read(kwargs);
    Optional<List<JsonNode>> set = kwargs.listOrNull("value_pairs_set");
    if (set.isEmpty()) {
      return new PairValuesToBeInSet(pair, Condition.always());
    }
    List<String> alternatives = new ArrayList<>();
    for (JsonNode values : set.get()) {
      if (!values.isArray() || values.size() != 2) {
        kwargs.problem("value_pairs_set", "must hold pairs, not " + values);
      } else {
        alternatives.add(is(pair.a(), values.get(0)) + " AND " + is(pair.b(), values.get(1)));
      }
    }
    String sql = alternatives.isEmpty() ? "false" : "(" + String.join(") OR (", alternatives) + ")";
    return new PairValuesToBeInSet(pair, new Condition.OfRow(sql));
  }

  private static String is(Column column, JsonNode value) {
    if (value.isNull()) {
      return column.sql() + " IS NULL";
    }
    return Literal.of(value, column).map(literal -> column.sql() + " = " + literal).orElse("false");
  }
}
