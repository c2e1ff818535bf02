package io.penstock.checkpoint.suite;

import io.penstock.checkpoint.expectation.Problem;
import io.penstock.contracts.failure.PenstockException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a suite, so that all of it is told at once. */
public final class SuiteProblems {
  /** The code of the failure. */
  public static final String CODE = "bad-suite";

  private final List<String> lines = new ArrayList<>();

  /** Something about the suite as a whole. */
  public void add(String message) {
    lines.add(oneLine(message));
  }

  /** Something about an expectation. */
  public void add(int index, String type, Problem problem) {
    lines.add(
        oneLine(
            "expectation %d %s: %s: %s"
                .formatted(index, type, problem.kwarg(), problem.message())));
  }

  /**
   * Ends quietly if nothing is wrong.
   *
   * @throws PenstockException of kind USER ({@code bad-suite}), a line for each problem
   */
  public void throwIfAny() {
    if (!lines.isEmpty()) {
      throw PenstockException.user(CODE, String.join("\n", lines));
    }
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
