package io.penstock.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectScannerTest {
  private static final int DEPTH_MAX = 8;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{}|",
        " { } |",
        "{\"a\":1}|a NUMBER 1",
        "{\"a\":-0.5e+10,\"b\":\"x\"}|a NUMBER -0.5e+10;b STRING x",
        "{ \"a\" : true , \"b\" : false , \"c\" : null }|a BOOLEAN true;b BOOLEAN false;c NULL null",
        "{\"a\":{\"b\":[1,{\"c\":[]},\"}\"]},\"d\":[[],{}]}|a OBJECT {\"b\":[1,{\"c\":[]},\"}\"]};d ARRAY [[],{}]",
        "{\"\":\"\",\"a\":\"\"}| STRING ;a STRING ",
        "{\"ä😀\":\"äöü😀 longer than eight bytes\"}|ä😀 STRING äöü😀 longer than eight bytes",
        "{\"a\":1,\"a\":2}|a NUMBER 1;a NUMBER 2",
      })
  void fieldsComeInTheirOrder(String json, String expected) throws NotJsonException {
    assertThat(String.join(";", fields(json))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void escapesAreResolved() throws NotJsonException {
    assertThat(fields("{\"a\\u0062\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\"}"))
        .containsExactly("ab STRING \"\\/\b\f\n\r\tä😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|not a JSON object",
        "{|not JSON at byte 1: it ends here",
        "{\"a\"|not JSON at byte 4: it ends here",
        "{\"a\":|not JSON at byte 5: it ends here",
        "{\"a\":tru|not JSON at byte 8: it ends here",
        "{\"a\":\"x|not JSON at byte 7: it ends here",
        "{\"a\":\"\\|not JSON at byte 7: it ends here",
        "{\"a\":-|not JSON at byte 6: it ends here",
        "{\"a\":1,}|not JSON at byte 7: expected a field name",
        "{,}|not JSON at byte 1: expected a field name",
        "{\"a\" 1}|not JSON at byte 5: expected ':'",
        "{\"a\":1 \"b\":2}|not JSON at byte 7: expected ',' or '}'",
        "{\"a\":[1 2]}|not JSON at byte 8: expected ',' or ']'",
        "{\"a\":[1}|not JSON at byte 7: expected ',' or ']'",
        "{\"a\":[1,]}|not JSON at byte 8: expected a value",
        "{\"a\":{\"b\":1]}|not JSON at byte 11: expected ',' or '}'",
        "{\"a\":{\"b\":1,}}|not JSON at byte 12: expected a field name",
        "{\"a\":01}|not JSON at byte 6: expected ',' or '}'",
        "{\"a\":1.}|not JSON at byte 7: expected a digit",
        "{\"a\":.5}|not JSON at byte 5: expected a value",
        "{\"a\":1e}|not JSON at byte 7: expected a digit",
        "{\"a\":NaN}|not JSON at byte 5: expected a value",
        "{\"a\":nul}|not JSON at byte 5: expected a value",
        "{\"a\":\"\\x\"}|not JSON at byte 6: no such escape sequence",
        "{\"a\":\"\\u00g0\"}|not JSON at byte 10: expected a hexadecimal digit",
        "{\"\\ud800\":1}|not JSON at byte 2: half of a surrogate pair in a field name",
        "{\"a\":{\"\\udc00\\ud800\":1}}|not JSON at byte 7: half of a surrogate pair in a field name",
        "{\"a\":1} {|more than one JSON value",
      })
  void whatIsWrongIsSaid(String json, String message) {
    assertThatThrownBy(() -> fields(json)).isInstanceOf(NotJsonException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[[[[[[[]]]]]]]}", "{\"a\":[{\"b\":[{\"c\":[{\"d\":[]}]}]}]}"})
  void eightLevelsAreTaken(String json) throws NotJsonException {
    assertThat(fields(json)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":[[[[[[[[]]]]]]]]}", "{\"a\":[{\"b\":[{\"c\":[{\"d\":[[\"x\"]]}]}]}]}"})
  void nineAreNot(String json) {
    assertThatThrownBy(() -> fields(json)).hasMessage("nested deeper than 8 levels");
  }

  @Test
  void agreesWithJacksonOnDamagedPayloads() {
    Random random = new Random(20010101);
    String[] seeds = {
      "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":-1750.25e3,\"origin\":\"DTW\"}",
      "{ \"a\" : [ 1 , { \"b\" : [ true , false , null ] , \"c\\n\" : \"\\u00e4x\" } ] , \"d\" : {} }",
      "{\"s\":\"äöü😀 \\\\ \\\" more text than eight bytes\",\"n\":0,\"m\":-0.0,\"e\":1E-7}",
    };
    int wellFormed = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] json = damaged(seeds[i % seeds.length].getBytes(StandardCharsets.UTF_8), random);
      if (Utf8.isValid(json) && StandardJson.startsAsUtf8(json)) {
        List<String> expected = StandardJson.fields(json);
        assertThat(fieldsOrNothing(json))
            .as(new String(json, StandardCharsets.UTF_8))
            .isEqualTo(expected);
        wellFormed += expected.isEmpty() ? 0 : 1;
      }
    }
    assertThat(wellFormed).isBetween(10_000, 50_000);
  }

  @Test
  void agreesWithJacksonOnRandomDocuments() {
    Random random = new Random(20260101);
    RandomJson documents = new RandomJson(random, DEPTH_MAX + 1);
    int wellFormed = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] json = documents.object().getBytes(StandardCharsets.UTF_8);
      if (i % 3 == 0) {
        json[random.nextInt(json.length)] = (byte) random.nextInt();
      }
      if (Utf8.isValid(json) && StandardJson.startsAsUtf8(json)) {
        List<String> expected = StandardJson.fields(json);
        assertThat(fieldsOrNothing(json))
            .as(new String(json, StandardCharsets.UTF_8))
            .isEqualTo(expected);
        wellFormed += expected.isEmpty() ? 0 : 1;
      }
    }
    assertThat(wellFormed).isBetween(10_000, 50_000);
  }

  private static byte[] damaged(byte[] json, Random random) {
    String marks = "{}[]\",:\\ \t0159.-+eEtfnu\0\nx";
    byte[] result = json.clone();
    for (int damages = random.nextInt(3); damages >= 0; damages--) {
      int at = random.nextInt(result.length);
      byte mark = (byte) marks.charAt(random.nextInt(marks.length()));
      switch (random.nextInt(3)) {
        case 0 -> result[at] = mark;
        case 1 -> result = spliced(result, at, at + 1, new byte[0]);
        default -> result = spliced(result, at, at, new byte[] {mark});
      }
    }
    return result;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = new byte[bytes.length - (to - from) + with.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }

  private static List<String> fieldsOrNothing(byte[] json) {
    try {
      return fields(json);
    } catch (NotJsonException e) {
      return List.of();
    }
  }

  private static List<String> fields(String json) throws NotJsonException {
    return fields(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> fields(byte[] json) throws NotJsonException {
    JsonObjectScanner scanner = new JsonObjectScanner(DEPTH_MAX);
    List<String> fields = new ArrayList<>();
    scanner.start(json);
    while (scanner.next()) {
      assertThat(scanner.nameIs(new FieldName(scanner.name()))).isTrue();
      assertThat(scanner.nameIs(new FieldName(scanner.name() + "x"))).isFalse();
      fields.add(scanner.name() + " " + scanner.kind() + " " + scanner.text());
    }
    return fields;
  }

  /** The same by Jackson. */
  private static final class StandardJson {
    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Jackson would take NULs at the start for another encoding. */
    static boolean startsAsUtf8(byte[] json) {
      return json.length >= 4 && json[0] != 0 && json[1] != 0 && json[2] != 0 && json[3] != 0;
    }

    static List<String> fields(byte[] json) {
      List<String> fields = new ArrayList<>();
      try (JsonParser parser = FACTORY.createParser(json)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return List.of();
        }
        String name;
        while ((name = parser.nextFieldName()) != null) {
          fields.add(name + " " + value(parser, json));
        }
        return parser.nextToken() == null ? fields : List.of();
      } catch (IOException e) {
        return List.of();
      }
    }

    private static String value(JsonParser parser, byte[] json) throws IOException {
      JsonToken token = parser.nextToken();
      int start = (int) parser.currentTokenLocation().getByteOffset();
      return switch (token) {
        case VALUE_STRING -> "STRING " + parser.getText();
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER " + parser.getText();
        case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN " + parser.getText();
        case VALUE_NULL -> "NULL null";
        default -> {
          parser.skipChildren();
          int end = (int) parser.currentLocation().getByteOffset();
          yield (token == JsonToken.START_OBJECT ? "OBJECT " : "ARRAY ")
              + new String(json, start, end - start, StandardCharsets.UTF_8);
        }
      };
    }
  }
}
