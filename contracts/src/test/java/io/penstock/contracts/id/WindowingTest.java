package io.penstock.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowingTest {
  @ParameterizedTest
  @CsvSource({
    "PT24H, UTC, 2001-01-01T00:00:00Z, 2001-01-01T00:00:00Z, 2001-01-02T00:00:00Z",
    "PT24H, UTC, 2001-01-01T23:59:59.999999Z, 2001-01-01T00:00:00Z, 2001-01-02T00:00:00Z",
    "PT24H, UTC, 1969-12-31T23:00:00Z, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
    "PT1H, UTC, 2001-01-01T05:30:00Z, 2001-01-01T05:00:00Z, 2001-01-01T06:00:00Z",
    "PT15M, Asia/Kathmandu, 2001-01-01T05:31:00Z, 2001-01-01T05:30:00Z, 2001-01-01T05:45:00Z",
    "P7D, UTC, 2001-01-01T05:30:00Z, 2000-12-28T00:00:00Z, 2001-01-04T00:00:00Z",
    // The clocks go forward on 2026-03-29 and back on 2026-10-25.
    "PT24H, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "PT24H, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // At one minute past midnight they went back to the day before: its last hour comes twice.
    "PT24H, America/St_Johns, 2010-11-07T02:29:59Z, 2010-11-06T02:30:00Z, 2010-11-07T02:30:00Z",
    "PT24H, America/St_Johns, 2010-11-07T02:30:30Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
    "PT24H, America/St_Johns, 2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
    "PT1H, America/St_Johns, 2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-07T03:30:00Z",
    // There was no 2011-12-30 on Samoa.
    "PT24H, Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
    "PT24H, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
  })
  void placesAnEventTime(Duration size, String zone, Instant at, Instant start, Instant end) {
    assertThat(new Windowing(size, ZoneId.of(zone)).windowOf(at)).isEqualTo(new Window(start, end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"America/St_Johns", "America/Goose_Bay", "Pacific/Apia", "Asia/Manila"})
  void everyEventTimeIsInItsWindowAndInNoOther(String zone) {
    for (String size : List.of("PT15M", "PT24H", "P7D")) {
      Windowing windowing = new Windowing(Duration.parse(size), ZoneId.of(zone));
      for (ZoneOffsetTransition change : transitions(ZoneId.of(zone))) {
        Instant end = change.getInstant().plus(Duration.ofDays(2));
        Window window = windowing.windowOf(change.getInstant().minus(Duration.ofDays(2)));
        while (window.end().isBefore(end)) {
          assertThat(windowing.windowOf(window.end().minusNanos(1_000))).isEqualTo(window);
          Window next = windowing.windowOf(window.end());
          assertThat(next.start()).isEqualTo(window.end());
          window = next;
        }
      }
    }
  }

  private static List<ZoneOffsetTransition> transitions(ZoneId zone) {
    return zone.getRules().getTransitions();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT7H", "PT36H", "P400D", "PT0.5S", "-PT1H"})
  void refusesSizesThatDoNotFitADay(String size) {
    assertThatThrownBy(() -> new Windowing(Duration.parse(size), ZoneId.of("UTC")))
        .hasMessageStartingWith("window.size must");
  }

  @Test
  void hasATextThatNamesSizeAndZone() {
    assertThat(new Windowing(Duration.ofDays(1), ZoneId.of("UTC")).text()).isEqualTo("PT24H@UTC");
  }

  @Test
  void readsItsCanonicalText() {
    Windowing day = new Windowing(Duration.ofDays(1), ZoneId.of("Europe/Berlin"));
    assertThat(day.text()).isEqualTo("PT24H@Europe/Berlin");
    assertThat(Windowing.parse("PT24H@Europe/Berlin")).isEqualTo(day);
  }
}
