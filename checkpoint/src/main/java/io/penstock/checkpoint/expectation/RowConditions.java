package io.penstock.checkpoint.expectation;

import java.util.Optional;

/** Reads {@code row_condition} and {@code condition_parser}: which rows an expectation is about. */
final class RowConditions {
  private RowConditions() {}

  /** The condition as an SQL predicate, if there is one. */
  static Optional<String> read(Kwargs kwargs) {
    kwargs.value("condition_parser");
    if (kwargs.has("row_condition")) {
      kwargs.problem("row_condition", "is not understood by this version");
    }
    return Optional.empty();
  }
}
