package io.penstock.checkpoint.plan;

import org.jspecify.annotations.Nullable;

/** The values of the data do not let an expectation be evaluated. */
final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  EvaluationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
