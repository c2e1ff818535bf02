package io.penstock.catalog.watermark;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The watermark of a source: the minimum over its topic-partitions of the latest plausible event
 * time less the out-of-orderness, as in Flink's bounded-out-of-orderness strategy with idleness.
 */
final class Watermark {
  private Watermark() {}

  /**
   * A topic-partition as the watermark sees it.
   *
   * @param maxEventTime the latest plausible event time; absent counts as minus infinity
   * @param idle whether it was read to its end throughout the idle timeout
   * @param stopped whether positions of it are lost: it then holds the watermark
   */
  record Input(Optional<Instant> maxEventTime, boolean idle, boolean stopped) {
    boolean counts() {
      return stopped || !idle;
    }
  }

  /**
   * The watermark after looking at all topic-partitions; never before {@code current}. It stays
   * where it is if all are idle, if one that counts is stopped or has had no event time yet, and if
   * there are none.
   */
  static Optional<Instant> next(
      Optional<Instant> current, Duration outOfOrderness, List<Input> partitions) {
    List<Input> counting = partitions.stream().filter(Input::counts).toList();
    boolean held =
        counting.isEmpty()
            || counting.stream()
                .anyMatch(input -> input.stopped() || input.maxEventTime().isEmpty());
    if (held) {
      return current;
    }
    Instant lowest =
        counting.stream()
            .map(input -> input.maxEventTime().orElseThrow())
            .min(Instant::compareTo)
            .orElseThrow()
            .minus(outOfOrderness);
    return Optional.of(current.filter(before -> before.isAfter(lowest)).orElse(lowest));
  }
}
