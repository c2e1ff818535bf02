package io.penstock.contracts.build;

import java.util.List;

/**
 * An expectation that did not hold.
 *
 * @param index its place in the suite, from 0
 * @param type its name, such as {@code expect_column_values_to_be_between}
 * @param severity {@code critical}, {@code warning} or {@code info}
 * @param subject what it looks at, such as the column
 * @param observed the observed value, in words
 * @param samples some of the unexpected values
 */
public record FailedExpectation(
    int index,
    String type,
    String severity,
    String subject,
    String observed,
    List<String> samples) {
  public FailedExpectation {
    samples = List.copyOf(samples);
  }
}
