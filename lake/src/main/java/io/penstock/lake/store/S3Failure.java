package io.penstock.lake.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.penstock.contracts.failure.PenstockException;
import java.util.Set;

/** What went wrong in one request, before it is known what that means for the caller. */
final class S3Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<String> MISSING_CODES =
      Set.of("NoSuchKey", "NoSuchObject", "ResourceNotFound");
  private static final Set<String> PASSING_CODES =
      Set.of("RequestTimeout", "InternalError", "SlowDown", "SlowDownWrite", "SlowDownRead");

  /** What a store may answer instead of doing what it was asked. */
  enum Kind {
    /** There is no such object. */
    MISSING,
    /** The condition of the request does not hold: the key is taken. */
    PRECONDITION,
    /** Another conditional write to the key is under way. */
    CONFLICT,
    /** The store refuses the request as it is: credentials, bucket, range. */
    REFUSED,
    /** No answer, or one that says that it failed. The request may have been carried out. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String description;

  private S3Failure(Kind kind, String description, Throwable cause) {
    super(description, cause);
    this.kind = kind;
    this.description = description;
  }

  Kind kind() {
    return kind;
  }

  static S3Failure of(Throwable cause) {
    if (cause instanceof ErrorResponseException answered) {
      String code = answered.errorResponse().code();
      int status = answered.response().code();
      return new S3Failure(
          kind(code, status),
          String.format("%s (HTTP %d): %s", code, status, answered.errorResponse().message()),
          cause);
    }
    if (cause instanceof InvalidResponseException) {
      return new S3Failure(Kind.UNAVAILABLE, "an answer that is not S3's: " + cause, cause);
    }
    return new S3Failure(Kind.UNAVAILABLE, String.valueOf(cause), cause);
  }

  private static Kind kind(String code, int status) {
    if (MISSING_CODES.contains(code)) {
      return Kind.MISSING;
    }
    if (status == 412) {
      return Kind.PRECONDITION;
    }
    if (status == 409) {
      return Kind.CONFLICT;
    }
    boolean passing = status >= 500 || status == 429 || PASSING_CODES.contains(code);
    return passing ? Kind.UNAVAILABLE : Kind.REFUSED;
  }

  /**
   * The failure for a caller.
   *
   * @param action what was tried, such as {@code read raw/…}
   */
  PenstockException toCaller(String action, StoreSettings settings) {
    String tried = "Could not " + action + " in bucket " + settings.bucket();
    return switch (kind) {
      case MISSING ->
          PenstockException.internal("object-missing", tried + ": it does not exist.", this);
      case PRECONDITION, CONFLICT, UNAVAILABLE ->
          PenstockException.external(
              "store-unavailable",
              tried + " at " + settings.endpoint() + " (penstock.s3.endpoint): " + description,
              this);
      case REFUSED ->
          PenstockException.external(
              "store-refused",
              tried
                  + ": the store refuses it, "
                  + description
                  + ". Check penstock.s3.endpoint, penstock.s3.region, penstock.s3.access-key,"
                  + " penstock.s3.secret-key and penstock.s3.bucket; in use are "
                  + settings,
              this);
    };
  }
}
