package io.penstock.local;

/**
 * The stack cannot run, for a reason that a person can act on: the message says what, where and
 * what to change.
 */
final class StackProblem extends Exception {
  private static final long serialVersionUID = 1L;

  StackProblem(String message) {
    super(message);
  }

  StackProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
