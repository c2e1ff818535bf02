package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code expect_column_to_exist}.
 *
 * @param name the column
 * @param index its place among the columns, from 0, if that matters; 0 does not, for Great
 *     Expectations takes it for nothing
 * @param columns the columns of the data
 */
record ColumnToExist(String name, OptionalInt index, List<String> columns)
    implements TableExpectation {
  static ColumnToExist read(Kwargs kwargs) {
    String name = kwargs.text("column");
    OptionalInt index =
        kwargs.optionalCount("column_index").map(JsonNode::intValue).stream()
            .mapToInt(Integer::intValue)
            .filter(place -> place > 0)
            .findFirst();
    return new ColumnToExist(
        name, index, kwargs.schema().map(TableSchema::names).orElse(List.of()));
  }

  @Override
  public String subject() {
    return name;
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    int place = columns.indexOf(name);
    boolean success = place >= 0 && (index.isEmpty() || index.getAsInt() == place);
    return new Evaluation(success, JsonNodeFactory.instance.objectNode());
  }
}
