package io.penstock.catalog.watermark;

import static java.util.Comparator.naturalOrder;

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
   * where it is if one that counts is stopped or has had no event time yet.
   *
   * <p>When all are idle, none holds up the others: it is the latest of theirs, as in Flink's
   * {@code StatusWatermarkValve}. So it does not matter in which order they became idle, and
   * whether anybody looked in between.
   */
  static Optional<Instant> next(
      Optional<Instant> current, Duration outOfOrderness, List<Input> partitions) {
    return (partitions.stream().anyMatch(Input::counts) ? lowest(partitions) : highest(partitions))
        .map(time -> time.minus(outOfOrderness))
        .filter(watermark -> current.isEmpty() || watermark.isAfter(current.get()))
        .or(() -> current);
  }

  private static Optional<Instant> lowest(List<Input> partitions) {
    List<Input> counting = partitions.stream().filter(Input::counts).toList();
    if (counting.stream().anyMatch(input -> input.stopped() || input.maxEventTime().isEmpty())) {
      return Optional.empty();
    }
    return counting.stream().flatMap(input -> input.maxEventTime().stream()).min(naturalOrder());
  }

  private static Optional<Instant> highest(List<Input> partitions) {
    return partitions.stream().flatMap(input -> input.maxEventTime().stream()).max(naturalOrder());
  }
}
