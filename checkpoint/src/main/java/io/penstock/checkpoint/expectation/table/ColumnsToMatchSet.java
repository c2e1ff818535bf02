package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code expect_table_columns_to_match_set}.
 *
 * @param expected the columns that are expected; null stands for none
 * @param exact whether there may be no others
 * @param columns the columns of the data
 */
record ColumnsToMatchSet(Optional<List<String>> expected, boolean exact, List<String> columns)
    implements TableExpectation {
  static ColumnsToMatchSet read(Kwargs kwargs) {
    Optional<List<String>> expected =
        kwargs.has("column_set") ? Optional.of(names(kwargs)) : Optional.empty();
    return new ColumnsToMatchSet(
        expected,
        kwargs.flag("exact_match", true),
        kwargs.schema().map(TableSchema::names).orElse(List.of()));
  }

  /** An empty list is a set too. */
  private static List<String> names(Kwargs kwargs) {
    return kwargs.list("column_set").isEmpty() ? List.of() : kwargs.texts("column_set");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    ArrayNode observed = names(new TreeSet<>(columns));
    if (expected.isEmpty() && !exact) {
      return Evaluation.of(true, observed);
    }
    List<String> wanted = expected.orElse(List.of());
    TreeSet<String> unexpected = new TreeSet<>(columns);
    unexpected.removeAll(wanted);
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(columns);
    boolean success = missing.isEmpty() && (unexpected.isEmpty() || !exact);
    ObjectNode mismatched = JsonNodeFactory.instance.objectNode();
    if (!unexpected.isEmpty()) {
      mismatched.set("unexpected", names(unexpected));
    }
    if (!missing.isEmpty()) {
      mismatched.set("missing", names(missing));
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("mismatched", mismatched);
    return Evaluation.of(success, observed).with("details", details);
  }

  private static ArrayNode names(Iterable<String> names) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    names.forEach(array::add);
    return array;
  }
}
