package io.penstock.runtime.failure;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.temporal.failure.ApplicationFailure;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a failure crosses Temporal: an {@link ApplicationFailure} whose type is the name of the kind
 * and whose only detail is the code. Kinds that do not go away by trying again are not retryable.
 */
public final class TemporalFailures {
  private static final int CAUSES_MAX = 32;

  /**
   * The engine quotes the value that SQL fails for, which may be a megabyte. Temporal refuses a
   * failure that is too large, and then nobody is told.
   */
  static final int MESSAGE_CHARS_MAX = 10_000;

  private TemporalFailures() {}

  /** The failure as Temporal carries it. */
  public static ApplicationFailure toTemporal(PenstockException failure) {
    return carried(failure, failure.kind().retryable());
  }

  /** The same for a failure that trying again has not mended: it is not tried again. */
  public static ApplicationFailure last(PenstockException failure) {
    return carried(failure, false);
  }

  private static ApplicationFailure carried(PenstockException failure, boolean retry) {
    String message = failure.getMessage();
    ApplicationFailure.Builder carried =
        ApplicationFailure.newBuilder()
            .setMessage(
                message.length() > MESSAGE_CHARS_MAX
                    ? message.substring(0, MESSAGE_CHARS_MAX) + "…"
                    : message)
            .setType(failure.kind().name())
            .setDetails(failure.code())
            .setNonRetryable(!retry);
    // Causes repeat the message.
    return (message.length() > MESSAGE_CHARS_MAX ? carried : carried.setCause(failure)).build();
  }

  /** The failure of ours that Temporal carried, if there is one among the causes. */
  public static Optional<PenstockException> fromTemporal(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      if (cause instanceof PenstockException ours) {
        return Optional.of(ours);
      }
      if (cause instanceof ApplicationFailure carried && kind(carried).isPresent()) {
        return Optional.of(
            PenstockException.of(
                kind(carried).get(),
                carried.getDetails().get(0, String.class),
                String.valueOf(carried.getOriginalMessage())));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Optional<FailureKind> kind(ApplicationFailure carried) {
    return Arrays.stream(FailureKind.values())
        .filter(kind -> kind.name().equals(carried.getType()))
        .filter(kind -> carried.getDetails().getSize() > 0)
        .findFirst();
  }
}
