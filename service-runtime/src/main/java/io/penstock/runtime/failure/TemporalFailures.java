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

  private TemporalFailures() {}

  /** The failure as Temporal carries it. */
  public static ApplicationFailure toTemporal(PenstockException failure) {
    return ApplicationFailure.newBuilder()
        .setMessage(failure.getMessage())
        .setType(failure.kind().name())
        .setDetails(failure.code())
        .setNonRetryable(!failure.kind().retryable())
        .setCause(failure)
        .build();
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
