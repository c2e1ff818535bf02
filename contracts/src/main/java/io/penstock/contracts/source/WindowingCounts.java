package io.penstock.contracts.source;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Windowing;
import java.util.List;

/** The placed rows of one batch, divided by one way of cutting event time. */
public record WindowingCounts(Windowing windowing, List<WindowCount> windows) {
  public WindowingCounts {
    windows = List.copyOf(windows);
  }

  /** All placed rows of the batch. */
  public Fingerprint total() {
    return windows.stream().map(WindowCount::rows).reduce(Fingerprint.EMPTY, Fingerprint::plus);
  }
}
