package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnGroup;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MulticolumnExpectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code expect_select_column_values_to_be_unique_within_record}: no two columns of a row have the
 * same value; two missing values are the same. Columns of different types never are.
 */
record SelectColumnValuesToBeUniqueWithinRecord(ColumnGroup group)
    implements MulticolumnExpectation {
  static SelectColumnValuesToBeUniqueWithinRecord read(Kwargs kwargs) {
    return new SelectColumnValuesToBeUniqueWithinRecord(ColumnGroup.read(kwargs));
  }

  @Override
  public Condition condition() {
    List<String> differences = new ArrayList<>();
    List<Column> columns = group.columns();
    for (int i = 0; i < columns.size(); i++) {
      for (int j = i + 1; j < columns.size(); j++) {
        differences.add(columns.get(i).differsFrom(columns.get(j)));
      }
    }
    return new Condition.OfRow(differences.isEmpty() ? "true" : String.join(" AND ", differences));
  }
}
