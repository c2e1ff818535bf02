package io.penstock.transform.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.SchemaVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadDecoderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          string        | "abc"                            | "abc"
          string        | ""                               | ""
          string        | "\\ud83d\\ude00\\u0000"          | "😀\\u0000"
          int           | 2147483647                       | 2147483647
          int           | -2147483648                      | -2147483648
          int           | -0                               | 0
          int           | 66.0                             | 66
          int           | 1e2                              | 100
          long          | 9223372036854775807              | 9223372036854775807
          double        | 1                                | 1.0
          double        | -0.0                             | -0.0
          double        | 1e-400                           | 0.0
          double        | 12345678901234567890             | 1.2345678901234567E19
          boolean       | true                             | true
          date          | "2024-02-29"                     | "2024-02-29"
          timestamp     | "2024-01-01T00:00:00+05:30"      | "2023-12-31T18:30:00Z"
          timestamp     | "2024-01-01T00:00:00.123456789Z" | "2024-01-01T00:00:00.123456Z"
          timestamp     | "2024-01-01T00:00Z"              | "2024-01-01T00:00:00Z"
          decimal(10,2) | 12.30                            | "12.30"
          decimal(10,2) | 99999999.99                      | "99999999.99"
          decimal(10,2) | 1e2                              | "100.00"
          decimal(38,0) | 12345678901234567890123456789012345678 | "12345678901234567890123456789012345678"
          """)
  void aValueOfTheTypeIsKept(String type, String json, String kept) {
    assertThat(decode(Map.of("f", type), "{\"f\":" + json + "}"))
        .isEqualTo(new Decoded.Event(1, "{\"f\":" + kept + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int           | "abc"                       | field f: expected int, found string "abc"
          int           | "12"                        | field f: expected int, found string "12"
          int           | 1.5                         | field f: expected int, found number 1.5
          int           | 66.00000000000000000001     | field f: expected int, found number 66.00000000000000000001
          int           | 2147483648                  | field f: expected int, found number 2147483648, which is out of range
          int           | -2147483649                 | field f: expected int, found number -2147483649, which is out of range
          int           | 1e99999999999               | field f: expected int, found number 1e99999999999, which is out of range
          int           | true                        | field f: expected int, found boolean true
          int           | {"a":1}                     | field f: expected int, found object
          int           | [1]                         | field f: expected int, found array
          long          | 9223372036854775808         | field f: expected long, found number 9223372036854775808, which is out of range
          double        | 1e400                       | field f: expected double, found number 1e400, which is out of range
          double        | "NaN"                       | field f: expected double, found string "NaN"
          boolean       | 1                           | field f: expected boolean, found number 1
          string        | 12                          | field f: expected string, found number 12
          string        | "a\\ud800b"                 | field f: holds half a surrogate pair, which is not text
          date          | "2023-02-29"                | field f: expected date, found string "2023-02-29"
          date          | "2024-2-9"                  | field f: expected date, found string "2024-2-9"
          date          | "0000-01-01"                | field f: expected date, found string "0000-01-01"
          date          | 20240101                    | field f: expected date, found number 20240101
          timestamp     | "2024-01-01T00:00:00"       | field f: expected timestamp, found string "2024-01-01T00:00:00"
          timestamp     | "2024-02-30T00:00:00Z"      | field f: expected timestamp, found string "2024-02-30T00:00:00Z"
          timestamp     | "2024-01-01T24:00:00Z"      | field f: expected timestamp, found string "2024-01-01T24:00:00Z"
          timestamp     | "0001-01-01T00:00:00+01:00" | field f: expected timestamp, found string "0001-01-01T00:00:00+01:00"
          decimal(10,2) | 12.345                      | field f: expected decimal(10,2), found number 12.345, which has more digits after the point
          decimal(10,2) | 100000000                   | field f: expected decimal(10,2), found number 100000000, which is out of range
          decimal(10,2) | "12.30"                     | field f: expected decimal(10,2), found string "12.30"
          int           | null                        | field f: null
          """)
  void aValueThatIsNotOfTheTypeIsNamed(String type, String json, String reason) {
    assertThat(decode(Map.of("f", type), "{\"f\":" + json + "}"))
        .isEqualTo(new Decoded.Failure(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                          | field f: missing
          {"F":1}                     | field f: missing
          {"f":1,"f":1}               | field f: appears more than once
          [1]                         | payload: not a JSON object
          {"f":1} {}                  | payload: something follows the JSON object
          """)
  void aPayloadThatIsNoEventIsNamed(String json, String reason) {
    assertThat(decode(Map.of("f", "int"), json)).isEqualTo(new Decoded.Failure(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"f":1
          {"f":1,}
          {"f":NaN}
          {f:1}
          ``
          """)
  void whatIsNotJsonFails(String json) {
    assertThat(decode(Map.of("f", "int?"), json)).isInstanceOf(Decoded.Failure.class);
  }

  @Test
  void bytesThatAreNotUtf8Fail() {
    byte[] payload = "{\"f\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(new PayloadDecoder(List.of(version(1, Map.of("f", "string")))).decode(payload))
        .isEqualTo(new Decoded.Failure("payload: not UTF-8"));
  }

  @Test
  void optionalFieldsMayBeNullOrAbsentAndOtherFieldsAreIgnored() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("a", "int?");
    fields.put("b", "int?");

    assertThat(decode(fields, "{\"a\":null,\"x\":\"\\ud800\",\"x\":{\"a\":1},\"y\":1e999}"))
        .isEqualTo(new Decoded.Event(1, "{}"));
  }

  @Test
  void everyBadFieldIsNamed() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("a", "int");
    fields.put("b", "string");

    assertThat(decode(fields, "{\"b\":1,\"a\":\"x\"}"))
        .isEqualTo(
            new Decoded.Failure(
                "field a: expected int, found string \"x\"; field b: expected string, found number 1"));
  }

  @Test
  void anEventIsOfTheNewestVersionWhoseRequiredFieldsItHas() {
    PayloadDecoder decoder =
        new PayloadDecoder(
            List.of(
                version(1, Map.of("session_id", "string")),
                version(2, Map.of("session_uuid", "string"))));

    assertThat(decoder.decode(utf8("{\"session_id\":\"a\",\"session_uuid\":\"b\"}")))
        .isEqualTo(new Decoded.Event(2, "{\"session_uuid\":\"b\"}"));
    assertThat(decoder.decode(utf8("{\"session_id\":\"a\",\"session_uuid\":null}")))
        .isEqualTo(new Decoded.Event(1, "{\"session_id\":\"a\"}"));
    assertThat(decoder.decode(utf8("{\"session\":\"a\"}")))
        .isEqualTo(
            new Decoded.Failure(
                "no version of the schema fits: version 2 needs session_uuid; version 1 needs session_id"));
  }

  @Test
  void aLongValueIsCutInTheReason() {
    assertThat(decode(Map.of("f", "int"), "{\"f\":\"" + "x".repeat(100) + "\"}"))
        .isEqualTo(
            new Decoded.Failure("field f: expected int, found string \"" + "x".repeat(60) + "…\""));
  }

  @Test
  void deepNestingInAFieldThatNobodyDeclaredIsIgnored() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(decode(Map.of("f", "int"), "{\"x\":" + deep + ",\"f\":1}"))
        .isEqualTo(new Decoded.Event(1, "{\"f\":1}"));
  }

  private static Decoded decode(Map<String, String> fields, String json) {
    return new PayloadDecoder(List.of(version(1, fields))).decode(utf8(json));
  }

  private static SchemaVersion version(int number, Map<String, String> fields) {
    Map<String, FieldType> types = new LinkedHashMap<>();
    fields.forEach((name, type) -> types.put(name, FieldType.parse(type)));
    return new SchemaVersion(number, types, Map.of());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
