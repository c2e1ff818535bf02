package io.penstock.contracts.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure with its kind, a stable code for programs (kebab case, such as {@code offset-mismatch})
 * and a message for people that says what to change.
 */
public final class PenstockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final String code;

  private PenstockException(
      FailureKind kind, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  /** The caller asked for something that cannot be; the message says what to change. */
  public static PenstockException user(String code, String message) {
    return new PenstockException(FailureKind.USER, code, message, null);
  }

  /** Like {@link #user(String, String)}, keeping what was caught. */
  public static PenstockException user(String code, String message, Throwable cause) {
    return new PenstockException(FailureKind.USER, code, message, cause);
  }

  /** Something outside this process is away or refuses; trying again may help. */
  public static PenstockException external(String code, String message) {
    return new PenstockException(FailureKind.EXTERNAL, code, message, null);
  }

  /** Like {@link #external(String, String)}, keeping what was caught. */
  public static PenstockException external(String code, String message, Throwable cause) {
    return new PenstockException(FailureKind.EXTERNAL, code, message, cause);
  }

  /** A limit of this process is used up. */
  public static PenstockException resource(String code, String message, Throwable cause) {
    return new PenstockException(FailureKind.RESOURCE, code, message, cause);
  }

  /** An invariant of ours does not hold. */
  public static PenstockException internal(String code, String message) {
    return new PenstockException(FailureKind.INTERNAL, code, message, null);
  }

  /** Like {@link #internal(String, String)}, keeping what was caught. */
  public static PenstockException internal(String code, String message, Throwable cause) {
    return new PenstockException(FailureKind.INTERNAL, code, message, cause);
  }

  /** A failure of any kind, as it came over the wire. */
  public static PenstockException of(FailureKind kind, String code, String message) {
    return new PenstockException(kind, code, message, null);
  }

  public FailureKind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  /** The message, which is never absent. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
