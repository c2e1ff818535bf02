package io.penstock.ingest.landing;

import io.penstock.contracts.source.ProgressReport.Progress;
import java.util.List;

/**
 * Says which looks at a source the catalog is told of: all that show a change, and every other one
 * of those that show none. So a source at rest costs half as much, and the catalog still hears of
 * it often enough to take its topic-partitions for idle.
 *
 * <p>Belongs to one thread.
 */
final class ReportPace {
  private static final int REPEAT_LOOKS = 2;

  private List<Progress> told = List.of();
  private int looks;

  /** Whether the catalog is to be told of this look. */
  boolean due(List<Progress> now) {
    looks++;
    return !now.isEmpty() && (looks >= REPEAT_LOOKS || !now.equals(told));
  }

  /** The catalog has taken it. */
  void told(List<Progress> now) {
    told = List.copyOf(now);
    looks = 0;
  }
}
