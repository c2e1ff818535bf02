package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about several columns in the same row. The next one goes here. */
public final class MulticolumnVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_compound_columns_to_be_unique", CompoundColumnsToBeUnique::read));

  private MulticolumnVocabulary() {}
}
