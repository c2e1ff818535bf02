package io.penstock.contracts.failure;

import java.util.List;

/**
 * The body of an error answer (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code urn:penstock:problem:<code>}
 * @param title the code in words
 * @param status the HTTP status
 * @param detail what happened and what to change
 * @param kind the failure kind
 * @param code the stable code for programs
 * @param errors single findings where there are several, such as every error of a bad spec
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    FailureKind kind,
    String code,
    List<String> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** The problem for a failure: USER is 400, 404 or 409 by its code, EXTERNAL 503, the rest 500. */
  public static Problem of(PenstockException failure) {
    return new Problem(
        "urn:penstock:problem:" + failure.code(),
        failure.code().replace('-', ' '),
        statusOf(failure.kind(), failure.code()),
        failure.getMessage(),
        failure.kind(),
        failure.code(),
        failure.getMessage().lines().toList());
  }

  /** The failure that this problem describes, on the caller's side. */
  public PenstockException toException() {
    return PenstockException.of(kind, code, detail);
  }

  private static int statusOf(FailureKind kind, String code) {
    return switch (kind) {
      case USER -> code.startsWith("unknown-") ? 404 : code.startsWith("conflict-") ? 409 : 400;
      case EXTERNAL, RESOURCE -> 503;
      case INTERNAL -> 500;
    };
  }
}
