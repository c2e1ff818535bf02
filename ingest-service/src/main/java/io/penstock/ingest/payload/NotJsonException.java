package io.penstock.ingest.payload;

/** A payload is no JSON object. It is thrown often, and its trace tells nothing. */
final class NotJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, without quoting the payload
   */
  NotJsonException(String message) {
    super(message, null, false, false);
  }

  /** The message, which is never absent. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
