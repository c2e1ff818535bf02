package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.text.DateutilText;
import io.penstock.checkpoint.expectation.text.JsonSchemaCheck;
import io.penstock.checkpoint.expectation.text.JsonText;
import io.penstock.checkpoint.expectation.text.StrftimeFormat;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is read as Python reads it. */
class PythonTextTest {

  @Test
  void datesAreThoseOfDateutil() throws IOException {
    List<String> different =
        lines("dateutil.txt").stream()
            .filter(line -> {
              int bar = line.indexOf('|');
              boolean expected = line.startsWith("true");
              return DateutilText.parseable(line.substring(bar + 1)) != expected;
            })
            .toList();
    assertThat(different).isEmpty();
  }

  @Test
  void formatsAreThoseOfStrptime() throws IOException {
    List<String> different =
        lines("strftime.txt").stream()
            .filter(line -> {
              String[] parts = line.split("\\|", 3);
              return !parts[0].equals(verdict(parts[1], parts[2]));
            })
            .toList();
    assertThat(different).isEmpty();
  }

  private static String verdict(String format, String text) {
    try {
      return String.valueOf(StrftimeFormat.of(format).matches(text));
    } catch (IllegalArgumentException e) {
      return "BAD";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1, 2.5e3]",
        "\"a\"",
        "null",
        "NaN",
        "-Infinity",
        " true ",
        "{\"a\": [{}]}"
      })
  void jsonIsParseable(String text) {
    assertThat(JsonText.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[1,]", "{a: 1}", "{'a': 1}", "1 2", "[1", "01", "\"a", "tru", "# 1"})
  void otherTextIsNot(String text) {
    assertThat(JsonText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"number\"} | true",
        "{\"enum\": [5, \"s\"]} | false",
        "{\"const\": 5} | false",
        "{\"minimum\": 2} | false",
        "{\"type\": \"array\"} | false",
      })
  void noNumberIsNotEqualToAnyAndWithinNoBounds(String schema, boolean accepted) {
    byte[] json = schema.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonSchemaCheck.of(Json.read(json, JsonNode.class)).accepts("NaN"))
        .isEqualTo(accepted);
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = PythonTextTest.class.getResourceAsStream("/text/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
