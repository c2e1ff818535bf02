package io.penstock.ingest.landing;

import java.time.Duration;

/** Pauses between attempts that double up to a limit. Belongs to one thread. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The pause after one more failure. */
  Duration next() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(MAX) < 0 ? doubled : MAX;
    return pause;
  }

  /** Something went well: begins again with the shortest pause. */
  void reset() {
    next = FIRST;
  }
}
