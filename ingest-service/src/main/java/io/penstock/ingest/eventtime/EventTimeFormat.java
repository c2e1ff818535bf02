package io.penstock.ingest.eventtime;

import io.penstock.contracts.pipeline.EventTimeSpec;

/** One way in which a time is written. Implementations keep no state. */
public sealed interface EventTimeFormat permits EpochFormat, IsoFormat, PatternFormat {

  /**
   * Reads the text of a JSON string or number.
   *
   * @return a time within the years 0001 to 9999, or what is wrong with the text
   */
  EventTimeReading read(String text);

  /**
   * The format that a spec names.
   *
   * @throws IllegalArgumentException if it is neither a known name nor a valid pattern
   */
  static EventTimeFormat of(EventTimeSpec spec) {
    return switch (spec.format()) {
      case EventTimeSpec.ISO -> new IsoFormat(spec.zone());
      case EventTimeSpec.EPOCH_SECONDS -> new EpochFormat(EventTimeSpec.EPOCH_SECONDS, 6);
      case EventTimeSpec.EPOCH_MILLIS -> new EpochFormat(EventTimeSpec.EPOCH_MILLIS, 3);
      case EventTimeSpec.EPOCH_MICROS -> new EpochFormat(EventTimeSpec.EPOCH_MICROS, 0);
      default -> new PatternFormat(spec.format(), spec.zone());
    };
  }
}
