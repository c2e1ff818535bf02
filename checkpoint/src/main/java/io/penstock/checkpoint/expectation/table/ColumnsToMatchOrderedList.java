package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * {@code expect_table_columns_to_match_ordered_list}.
 *
 * @param expected the columns that are expected; without them, any columns match
 * @param columns the columns of the data
 */
record ColumnsToMatchOrderedList(Optional<List<String>> expected, List<String> columns)
    implements TableExpectation {
  static ColumnsToMatchOrderedList read(Kwargs kwargs) {
    Optional<List<String>> expected =
        kwargs.has("column_list") ? Optional.of(kwargs.texts("column_list")) : Optional.empty();
    return new ColumnsToMatchOrderedList(
        expected, kwargs.schema().map(TableSchema::names).orElse(List.of()));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    ArrayNode observed = JsonNodeFactory.instance.arrayNode();
    columns.forEach(observed::add);
    if (expected.isEmpty() || expected.get().equals(columns)) {
      return Evaluation.of(true, observed);
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    ArrayNode mismatched = details.putArray("mismatched");
    for (int i = 0; i < Math.max(columns.size(), expected.get().size()); i++) {
      JsonNode wanted = at(expected.get(), i);
      JsonNode found = at(columns, i);
      if (!wanted.equals(found)) {
        ObjectNode mismatch = mismatched.addObject();
        mismatch.put("Expected Column Position", i);
        mismatch.set("Expected", wanted);
        mismatch.set("Found", found);
      }
    }
    return Evaluation.of(false, observed).with("details", details);
  }

  private static JsonNode at(List<String> names, int index) {
    return index < names.size() ? TextNode.valueOf(names.get(index)) : NullNode.instance;
  }
}
