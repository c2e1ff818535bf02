package io.penstock.contracts.failure;

/** Who can do something about a failure, and therefore whether trying again helps. */
public enum FailureKind {
  /**
   * A bad spec, a failed checkpoint, a wrong request. Not retried; the message says what to change.
   */
  USER,
  /** A store, broker or database is away or refuses. Retried for as long as it takes. */
  EXTERNAL,
  /** Memory, disk or another limit of this process is used up. Retried, elsewhere if possible. */
  RESOURCE,
  /** A bug of ours: an invariant does not hold. Fails loudly, is not retried. */
  INTERNAL;

  /** Whether the same call may succeed later without anybody changing anything. */
  public boolean retryable() {
    return this == EXTERNAL || this == RESOURCE;
  }
}
