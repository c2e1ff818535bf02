package io.penstock.checkpoint.expectation;

/** A row condition that cannot be understood. */
final class BadConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  BadConditionException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
