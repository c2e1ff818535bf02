package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TypeNames;
import java.util.List;

/**
 * {@code expect_column_type_to_be}, and {@code expect_column_values_to_be_of_type} and {@code
 * …_in_type_list} too: a column of the engine has one type, so it has it for all of its values or
 * for none, and {@code mostly} has no meaning.
 *
 * @param types names of types; one of them is the column's
 */
record ColumnTypeToBe(Column column, List<String> types) implements AggregateExpectation {
  static ColumnTypeToBe one(Kwargs kwargs) {
    kwargs.share("mostly", 1.0);
    return new ColumnTypeToBe(kwargs.column("column"), List.of(kwargs.text("type_")));
  }

  static ColumnTypeToBe oneOf(Kwargs kwargs) {
    kwargs.share("mostly", 1.0);
    Column column = kwargs.column("column");
    // Without a list, any type does.
    List<String> any = List.of(column.type());
    return new ColumnTypeToBe(column, kwargs.has("type_list") ? kwargs.texts("type_list") : any);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    // Where there is no value, none has another type.
    boolean success =
        column.kind() == ColumnKind.UNKNOWN
            || types.stream().anyMatch(type -> TypeNames.match(type, column));
    return Evaluation.of(success, TextNode.valueOf(column.type()));
  }
}
