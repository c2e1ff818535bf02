package io.penstock.ingest.payload;

import static io.penstock.contracts.source.RowStatus.IMPLAUSIBLE_TIME;
import static io.penstock.contracts.source.RowStatus.MALFORMED;
import static io.penstock.contracts.source.RowStatus.NO_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.pipeline.EventTimeSpec;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.payload.PayloadReading.Ok;
import io.penstock.ingest.payload.PayloadReading.Unplaced;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final EventTimeSpec DATE = new EventTimeSpec("date", "yyyy/MM/dd HH:mm", UTC);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PayloadReader FLIGHTS = reader(DATE);

  @Test
  void aFlightHasItsTime() {
    assertThat(
            read(
                FLIGHTS,
                "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\",\"destination\":\"LAS\"}"))
        .isEqualTo(ok("2001-01-01T00:47:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " {\"date\":\"2001/01/01 00:47\"} \n",
        "\r\n\t {\"date\":\"2001/01/01 00:47\"}",
        "{\"a\":[1,{\"date\":\"x\"}],\"date\":\"2001/01/01 00:47\",\"b\":{\"date\":1}}",
        "{\"d\\u0061te\":\"2001/01/01 00:47\"}",
        "{\"date\":\"2001\\/01\\/01 00:47\"}",
        "{\"date\":\"2001/01/01 00:47\",\"n\":1e999999}",
        "{\"date\":\"2001/01/01 00:47\",\"n\":-0.0E-5}",
        "{\"date\":\"2001/01/01 00:47\",\"n\":123456789012345678901234567890123456789012345678901234567890}",
        "{\"date\":\"2001/01/01 00:47\",\"s\":\"\\ud800\"}",
        "{\"date\":\"2001/01/01 00:47\",\"s\":\"\\u0000\",\"\":null,\"😀\":true}",
      })
  void anyObjectIsTaken(String payload) {
    assertThat(read(FLIGHTS, payload)).isEqualTo(ok("2001-01-01T00:47:00Z"));
  }

  @Test
  void ofAFieldThatStandsThereTwiceTheFirstCounts() {
    assertThat(read(FLIGHTS, "{\"date\":\"2001/01/01 00:47\",\"date\":\"2002/02/02 00:00\"}"))
        .isEqualTo(ok("2001-01-01T00:47:00Z"));
  }

  @Test
  void aMegabyteIsTaken() {
    String payload =
        "{\"text\":\""
            + "ä".repeat(500_000)
            + "\",\"date\":\"2001/01/01 00:47\",\"n\":1"
            + "0".repeat(100_000)
            + "}";
    assertThat(read(FLIGHTS, payload)).isEqualTo(ok("2001-01-01T00:47:00Z"));
  }

  @Test
  void fiveHundredLevelsAreTaken() {
    assertThat(read(FLIGHTS, nested(499))).isEqualTo(ok("2001-01-01T00:47:00Z"));
  }

  @Test
  void moreLevelsAreMalformed() {
    assertThat(read(FLIGHTS, nested(500)))
        .isEqualTo(new Unplaced(MALFORMED, "nested deeper than 500 levels"));
    assertThat(read(FLIGHTS, nested(400_000)))
        .isEqualTo(new Unplaced(MALFORMED, "nested deeper than 500 levels"));
  }

  @Test
  void aTombstoneIsMalformed() {
    assertThat(FLIGHTS.read(null, 0)).isEqualTo(new Unplaced(MALFORMED, "tombstone"));
  }

  @Test
  void anEmptyPayloadIsMalformed() {
    assertThat(read(FLIGHTS, "")).isEqualTo(new Unplaced(MALFORMED, "empty payload"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[{}]", "1", "\"a\"", "null", "true", "abc", " ", "\uFEFF{}", "<a/>"})
  void whatIsNoObjectIsMalformed(String payload) {
    assertThat(read(FLIGHTS, payload)).isEqualTo(new Unplaced(MALFORMED, "not a JSON object"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{]",
        "{\"date\":\"2001/01/01 00:47\"",
        "{\"date\":\"2001/01/01 00:47\",}",
        "{'date':'2001/01/01 00:47'}",
        "{date:1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":0x1}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"tab\tinside\"}",
        "{\"a\":\"nul\u0000inside\"}",
        "{\"a\":tru}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1,2}",
        "{/* comment */}",
        "{} x",
      })
  void brokenJsonIsMalformed(String payload) {
    assertThat(read(FLIGHTS, payload))
        .isInstanceOfSatisfying(
            Unplaced.class,
            unplaced -> {
              assertThat(unplaced.status()).isEqualTo(MALFORMED);
              assertThat(unplaced.reason())
                  .matches("not JSON at byte \\d+: .+|more than one JSON value")
                  .doesNotContain("\n");
            });
  }

  @Test
  void twoObjectsAreMalformed() {
    assertThat(read(FLIGHTS, "{\"date\":\"2001/01/01 00:47\"}{}"))
        .isEqualTo(new Unplaced(MALFORMED, "more than one JSON value"));
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] payload = HexFormat.of().parseHex("7b2261223a22ff227d");
    assertThat(FLIGHTS.read(payload, 0)).isEqualTo(new Unplaced(MALFORMED, "not UTF-8 at byte 6"));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16BE, not a JSON object",
    "UTF-16LE, not JSON at byte 1: expected a field name",
    "UTF-32BE, not a JSON object",
    "UTF-32LE, not JSON at byte 1: expected a field name",
  })
  void otherEncodingsOfUnicodeAreMalformed(String charset, String reason) {
    byte[] payload = "{\"date\":\"2001/01/01 00:47\"}".getBytes(Charset.forName(charset));
    assertThat(FLIGHTS.read(payload, 0)).isEqualTo(new Unplaced(MALFORMED, reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"date\":null}", "{\"Date\":\"2001/01/01 00:47\"}"})
  void withoutTheFieldThereIsNoTime(String payload) {
    assertThat(read(FLIGHTS, payload)).isEqualTo(new Unplaced(NO_TIME, "no field 'date'"));
  }

  @Test
  void aReasonNamesFieldAndValue() {
    assertThat(read(FLIGHTS, "{\"date\":\"soon\"}"))
        .isEqualTo(
            new Unplaced(NO_TIME, "date: 'soon' does not match the pattern yyyy/MM/dd HH:mm"));
    assertThat(read(FLIGHTS, "{\"date\":{\"y\":2001}}"))
        .isEqualTo(
            new Unplaced(NO_TIME, "date: '{…}' does not match the pattern yyyy/MM/dd HH:mm"));
    assertThat(read(FLIGHTS, "{\"date\":true}"))
        .isEqualTo(
            new Unplaced(NO_TIME, "date: 'true' does not match the pattern yyyy/MM/dd HH:mm"));
  }

  @Test
  void aLongValueIsShortenedInTheReason() {
    assertThat(read(FLIGHTS, "{\"date\":\"" + "😀".repeat(1_000) + "\\n\"}"))
        .isEqualTo(
            new Unplaced(
                NO_TIME,
                "date: '" + "😀".repeat(80) + "…' does not match the pattern yyyy/MM/dd HH:mm"));
  }

  @Test
  void controlCharactersDoNotGetIntoTheReason() {
    assertThat(read(FLIGHTS, "{\"date\":\"a\\n\\u0000\\ud800b\"}"))
        .isEqualTo(
            new Unplaced(
                NO_TIME,
                "date: 'a\uFFFD\uFFFD\uFFFDb' does not match the pattern yyyy/MM/dd HH:mm"));
  }

  @Test
  void theFirstSpecWhoseFieldIsPresentCounts() {
    PayloadReader reader =
        reader(
            new EventTimeSpec("epoch", EventTimeSpec.EPOCH_SECONDS, UTC),
            new EventTimeSpec("timestamp", EventTimeSpec.ISO, UTC));
    assertThat(read(reader, "{\"timestamp\":\"2001-01-01T00:00:00Z\",\"epoch\":986000000}"))
        .isEqualTo(ok("2001-03-31T00:53:20Z"));
    assertThat(read(reader, "{\"timestamp\":\"2001-01-01T00:00:00Z\"}"))
        .isEqualTo(ok("2001-01-01T00:00:00Z"));
    assertThat(read(reader, "{\"timestamp\":\"2001-01-01T00:00:00Z\",\"epoch\":null}"))
        .isEqualTo(ok("2001-01-01T00:00:00Z"));
    assertThat(read(reader, "{\"timestamp\":\"2001-01-01T00:00:00Z\",\"epoch\":\"x\"}"))
        .isEqualTo(new Unplaced(NO_TIME, "epoch: 'x' is not a number (epoch-seconds)"));
    assertThat(read(reader, "{\"a\":1}"))
        .isEqualTo(new Unplaced(NO_TIME, "no field 'epoch' or 'timestamp'"));
  }

  @Test
  void anEpochMayBeTextOrNumber() {
    PayloadReader reader = reader(new EventTimeSpec("t", EventTimeSpec.EPOCH_SECONDS, UTC));
    assertThat(read(reader, "{\"t\":986000000}")).isEqualTo(ok("2001-03-31T00:53:20Z"));
    assertThat(read(reader, "{\"t\":\"986000000\"}")).isEqualTo(ok("2001-03-31T00:53:20Z"));
    assertThat(read(reader, "{\"t\":9.86E8}")).isEqualTo(ok("2001-03-31T00:53:20Z"));
  }

  @Test
  void absurdTimesAreImplausible() {
    PayloadReader reader = reader(new EventTimeSpec("t", EventTimeSpec.EPOCH_SECONDS, UTC));
    assertThat(read(reader, "{\"t\":1e400}"))
        .isEqualTo(
            new Unplaced(IMPLAUSIBLE_TIME, "t: '1e400' is not within the years 0001 to 9999"));
  }

  @Test
  void aTimeUpToTheSkewAheadOfTheClockIsPlausible() {
    assertThat(read(FLIGHTS, "{\"date\":\"2026/01/02 00:00\"}"))
        .isEqualTo(ok("2026-01-02T00:00:00Z"));
  }

  @Test
  void aTimeFurtherAheadIsImplausible() {
    assertThat(read(FLIGHTS, "{\"date\":\"2026/01/02 00:01\"}"))
        .isEqualTo(
            new Unplaced(
                IMPLAUSIBLE_TIME,
                "date: '2026/01/02 00:01' is more than PT24H ahead of the clock (2026-01-01T00:00:00Z)"));
  }

  @Test
  void reasonsDoNotQuoteWhatMustNotBeKept() {
    PayloadReader masked = new PayloadReader(List.of(DATE), Duration.ofDays(1), Set.of("date"));
    assertThat(read(masked, "{\"date\":\"secret\"}"))
        .isEqualTo(
            new Unplaced(NO_TIME, "date: the value does not match the pattern yyyy/MM/dd HH:mm"));
    assertThat(read(masked, "{\"a\":secret}"))
        .isEqualTo(new Unplaced(MALFORMED, "not JSON at byte 5: expected a value"));
  }

  private static String nested(int arrays) {
    return "{\"date\":\"2001/01/01 00:47\",\"deep\":"
        + "[".repeat(arrays)
        + "]".repeat(arrays)
        + "}";
  }

  private static PayloadReader reader(EventTimeSpec... specs) {
    return new PayloadReader(List.of(specs), Duration.ofDays(1), Set.of());
  }

  private static PayloadReading read(PayloadReader reader, String payload) {
    return reader.read(payload.getBytes(StandardCharsets.UTF_8), EpochMicros.of(NOW));
  }

  private static Ok ok(String time) {
    return new Ok(EpochMicros.of(Instant.parse(time)));
  }
}
