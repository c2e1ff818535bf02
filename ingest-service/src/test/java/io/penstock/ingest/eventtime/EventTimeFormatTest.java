package io.penstock.ingest.eventtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.pipeline.EventTimeSpec;
import io.penstock.ingest.eventtime.EventTimeReading.At;
import io.penstock.ingest.eventtime.EventTimeReading.Implausible;
import io.penstock.ingest.eventtime.EventTimeReading.Unreadable;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeFormatTest {

  @ParameterizedTest
  @CsvSource({
    "2001-01-31T23:59:59Z,              2001-01-31T23:59:59Z",
    "2001-01-31T23:59:59.1Z,            2001-01-31T23:59:59.100Z",
    "2001-01-31T23:59:59.123456789Z,    2001-01-31T23:59:59.123456Z",
    "2001-01-31T23:59:59.1234567890123Z,2001-01-31T23:59:59.123456Z",
    "'2001-01-31T23:59:59,5Z',          2001-01-31T23:59:59.500Z",
    "2001-01-31t23:59:59z,              2001-01-31T23:59:59Z",
    "2001-01-31 23:59:59Z,              2001-01-31T23:59:59Z",
    "2001-01-31T23:59Z,                 2001-01-31T23:59:00Z",
    "2001-01-31T23:59:59+02:00,         2001-01-31T21:59:59Z",
    "2001-01-31T23:59:59-0330,          2001-02-01T03:29:59Z",
    "2001-01-31T23:59:59+02,            2001-01-31T21:59:59Z",
    "2001-01-31T23:59:59,               2001-01-31T22:59:59Z",
    "2001-07-31T23:59:59,               2001-07-31T21:59:59Z",
    "2001-01-31,                        2001-01-30T23:00:00Z",
    "2000-02-29T00:00:00Z,              2000-02-29T00:00:00Z",
    "1969-12-31T23:59:59.999999Z,       1969-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00Z,              0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z,       9999-12-31T23:59:59.999999Z",
    "+2001-01-31T00:00:00Z,             2001-01-31T00:00:00Z",
  })
  void isoTimesAreRead(String text, Instant expected) {
    assertThat(berlin("iso").read(text)).isEqualTo(at(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "2001",
        "2001-01",
        "2001-1-1",
        "01-01-2001",
        "2001-02-29T00:00:00Z",
        "2001-02-30",
        "2001-13-01",
        "2001-00-01",
        "2001-01-00",
        "2001-04-31",
        "2001-01-01T24:00:00Z",
        "2001-01-01T23:60:00Z",
        "2001-01-01T23:59:60Z",
        "2001-01-01T23:59:59.Z",
        "2001-01-01T",
        "2001-01-01T1:00:00Z",
        "2001-01-01T10:00:00+19:00",
        "2001-01-01T10:00:00+01:60",
        "2001-01-01T10:00:00+1",
        "2001-01-01T10:00:00ZZ",
        "2001-01-01T10:00:00 Z",
        " 2001-01-01",
        "2001-01-01 ",
        "2001-01-01T10:00:00[Europe/Berlin]",
        "20010101T100000Z",
        "٢٠٠١-٠١-٠١",
        "NaN",
        "986000000"
      })
  void whatIsNotIsoIsUnreadable(String text) {
    assertThat(berlin("iso").read(text))
        .isEqualTo(new Unreadable("is not an ISO 8601 date or time (iso)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999999-01-01T00:00:00Z",
        "+9999999-01-01T00:00:00Z",
        "+999999999-01-01",
        "10000-01-01T00:00:00Z",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-0044-03-15T12:00:00Z",
      })
  void yearsOutsideOfOneTo9999AreImplausible(String text) {
    assertThat(berlin("iso").read(text))
        .isEqualTo(new Implausible("is not within the years 0001 to 9999"));
  }

  @Test
  void anHourThatTheClockSkipsMovesForward() {
    assertThat(berlin("iso").read("2001-03-25T02:30:00"))
        .isEqualTo(at(Instant.parse("2001-03-25T01:30:00Z")));
  }

  @Test
  void anHourThatTheClockRepeatsIsTheFirst() {
    assertThat(berlin("iso").read("2001-10-28T02:30:00"))
        .isEqualTo(at(Instant.parse("2001-10-28T00:30:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch-seconds, 986000000,            2001-03-31T00:53:20Z",
    "epoch-seconds, 986000000.5,          2001-03-31T00:53:20.500Z",
    "epoch-seconds, 986000000.1234567,    2001-03-31T00:53:20.123456Z",
    "epoch-seconds, 9.86e8,               2001-03-31T00:53:20Z",
    "epoch-seconds, 0,                    1970-01-01T00:00:00Z",
    "epoch-seconds, -0,                   1970-01-01T00:00:00Z",
    "epoch-seconds, -1,                   1969-12-31T23:59:59Z",
    "epoch-seconds, -0.0000001,           1969-12-31T23:59:59.999999Z",
    "epoch-seconds, 1e-999999999,         1970-01-01T00:00:00Z",
    "epoch-seconds, -1e-999999999,        1969-12-31T23:59:59.999999Z",
    "epoch-seconds, 0e999999999,          1970-01-01T00:00:00Z",
    "epoch-seconds, 253402300799,         9999-12-31T23:59:59Z",
    "epoch-seconds, -62135596800,         0001-01-01T00:00:00Z",
    "epoch-millis,  986000000123,         2001-03-31T00:53:20.123Z",
    "epoch-millis,  986000000123.4567,    2001-03-31T00:53:20.123456Z",
    "epoch-micros,  986000000123456,      2001-03-31T00:53:20.123456Z",
    "epoch-micros,  986000000123456.9,    2001-03-31T00:53:20.123456Z",
    "epoch-micros,  -1,                   1969-12-31T23:59:59.999999Z",
  })
  void epochsAreReadToTheMicrosecond(String format, String text, Instant expected) {
    assertThat(berlin(format).read(text)).isEqualTo(at(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch-seconds, 253402300800",
    "epoch-seconds, -62135596801",
    "epoch-seconds, 986000000000000",
    "epoch-seconds, 9223372036854775807",
    "epoch-seconds, 999999999999999999",
    "epoch-seconds, -999999999999999999",
    "epoch-seconds, 99999999999999999999999999",
    "epoch-seconds, 1e30",
    "epoch-seconds, 1e999999999",
    "epoch-seconds, -1e999999999",
    "epoch-millis,  9223372036854775807",
    "epoch-micros,  9223372036854775807",
  })
  void epochsOutsideOfTheYearsAreImplausible(String format, String text) {
    assertThat(berlin(format).read(text))
        .isEqualTo(new Implausible("is not within the years 0001 to 9999"));
  }

  @Test
  void aNumberOfAMillionDigitsIsImplausible() {
    assertThat(berlin("epoch-seconds").read("9".repeat(1_000_000)))
        .isEqualTo(new Implausible("is not within the years 0001 to 9999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "NaN", "Infinity", "12 ", "0x10", "2001-01-01", "true", "٩", "1e", "1_0"})
  void whatIsNotANumberIsNoEpoch(String text) {
    assertThat(berlin("epoch-seconds").read(text))
        .isEqualTo(new Unreadable("is not a number (epoch-seconds)"));
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy/MM/dd HH:mm,           2001/01/31 23:59,             2001-01-31T22:59:00Z",
    "yyyy/MM/dd HH:mm,           2001/07/31 23:59,             2001-07-31T21:59:00Z",
    "uuuu-MM-dd HH:mm:ss,        2001-01-31 23:59:58,          2001-01-31T22:59:58Z",
    "yyyy-MM-dd HH:mm:ss.SSS,    2001-01-31 23:59:58.123,      2001-01-31T22:59:58.123Z",
    "yyyyMMddHHmmss,             20010131235958,               2001-01-31T22:59:58Z",
    "yyyyMMdd,                   20010131,                     2001-01-30T23:00:00Z",
    "dd.MM.yyyy,                 31.01.2001,                   2001-01-30T23:00:00Z",
    "d.M.yyyy H:mm,              1.2.2001 4:05,                2001-02-01T03:05:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z,     31/Jan/2001:23:59:58 -0500,   2001-02-01T04:59:58Z",
    "d MMMM yyyy,                3 february 2001,              2001-02-02T23:00:00Z",
    "'EEE, d MMM yyyy HH:mm:ss z', 'Wed, 31 Jan 2001 23:59:58 GMT', 2001-01-31T23:59:58Z",
    "yyyy-MM-dd'T'HH:mm:ssXXX,   2001-01-31T23:59:58+02:00,    2001-01-31T21:59:58Z",
    "MM/dd/yyyy hh:mm a,         01/31/2001 11:59 PM,          2001-01-31T22:59:00Z",
    "yyyy-MM-dd HH,              2001-01-31 23,                2001-01-31T22:00:00Z",
  })
  void patternsAreRead(String pattern, String text, Instant expected) {
    assertThat(berlin(pattern).read(text)).isEqualTo(at(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "2001/02/30 00:00",
        "2001/01/01",
        "2001/01/01 24:00",
        "2001/01/01 00:60",
        "2001/01/01 00:00 ",
        "2001/1/1 00:00",
        "2001-01-01 00:00",
        "0000/01/01 00:00",
        "null"
      })
  void whatDoesNotMatchThePatternIsUnreadable(String text) {
    assertThat(berlin("yyyy/MM/dd HH:mm").read(text))
        .isEqualTo(new Unreadable("does not match the pattern yyyy/MM/dd HH:mm"));
  }

  @Test
  void aPatternWithoutADateReadsNothing() {
    assertThat(berlin("HH:mm").read("10:00"))
        .isEqualTo(new Unreadable("does not match the pattern HH:mm"));
  }

  @Test
  void theFormatterReadsYearsBeyond9999AsImplausible() {
    assertThat(berlin("yyyy/MM/dd").read("+9999999/01/01"))
        .isEqualTo(new Implausible("is not within the years 0001 to 9999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001/01/31 23:59",
        "2001/02/29 00:00",
        "1600/02/29 12:34",
        "1900/02/29 12:34",
        "0001/01/01 00:00",
        "9999/12/31 23:59",
        "2001/03/25 02:30",
        "2001/10/28 02:30",
        "12001/01/31 23:59",
        "+2001/01/31 23:59",
        "-001/01/31 23:59",
        "2001/01/31 23:5",
        "2001/00/31 23:59",
      })
  void theFastReaderOfAPatternAgreesWithTheFormatter(String text) {
    PatternFormat format = new PatternFormat("yyyy/MM/dd HH:mm", ZoneId.of("Europe/Berlin"));
    assertThat(format.read(text)).isEqualTo(format.readByFormatter(text));
  }

  @Test
  void aFormatThatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> berlin("yyyy-bb")).isInstanceOf(IllegalArgumentException.class);
  }

  private static EventTimeFormat berlin(String format) {
    return EventTimeFormat.of(new EventTimeSpec("t", format, ZoneId.of("Europe/Berlin")));
  }

  private static At at(Instant instant) {
    return new At(EpochMicros.of(instant));
  }
}
