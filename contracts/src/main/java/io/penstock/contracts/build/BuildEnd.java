package io.penstock.contracts.build;

import io.penstock.contracts.failure.FailureKind;

/**
 * Says that a build ended without being published.
 *
 * @param kind USER for a rejection or bad SQL, INTERNAL for a bug
 * @param code the failure's code; {@code checkpoint-failed} for a rejection
 * @param message what to change
 */
public record BuildEnd(FailureKind kind, String code, String message) {
  public static final String CHECKPOINT_FAILED = "checkpoint-failed";

  /** Whether a checkpoint refused the build. */
  public boolean rejection() {
    return code.equals(CHECKPOINT_FAILED);
  }
}
