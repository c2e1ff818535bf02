package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/**
 * A half-open interval of event time.
 *
 * @param start first instant inside
 * @param end first instant after it
 */
public record Window(Instant start, Instant end) implements Comparable<Window> {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Comparator<Window> ORDER =
      Comparator.comparing(Window::start).thenComparing(Window::end);

  public Window {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "window ends at or before its start: " + start + ", " + end);
    }
  }

  public boolean contains(Instant eventTime) {
    return !eventTime.isBefore(start) && eventTime.isBefore(end);
  }

  /** The start in a form that fits file names and workflow ids: {@code 20010101T000000Z}. */
  @JsonIgnore
  public String compact() {
    return COMPACT.format(start);
  }

  @Override
  public int compareTo(Window other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "[" + start + ", " + end + ")";
  }
}
