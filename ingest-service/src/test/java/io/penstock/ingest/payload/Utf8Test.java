package io.penstock.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "seven b",
        "eight by",
        "nine byte",
        "ä",
        "12345678ä",
        "€",
        "😀",
        "\0",
        "\uFFFF"
      })
  void textIsValid(String text) {
    assertThat(Utf8.isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ff,                   0", // no such byte
    "80,                   0", // continues nothing
    "c3,                   0", // ends early
    "c328,                 0", // does not continue
    "c080,                 0", // overlong NUL
    "c1bf,                 0",
    "e08080,               0", // overlong
    "eda080,               0", // surrogate
    "edbfbf,               0",
    "f0808080,             0", // overlong
    "f4908080,             0", // above U+10FFFF
    "f5808080,             0",
    "e282,                 0",
    "f09f98,               0",
    "6162ff,               2",
    "6162636465666768c3,   8",
    "e282ace2,             3",
  })
  void whatIsNoTextIsFoundWhereItStands(String hex, int at) {
    assertThat(Utf8.firstInvalid(HexFormat.of().parseHex(hex))).isEqualTo(at);
  }

  @Test
  void agreesWithTheJdkOnRandomBytes() {
    Random random = new Random(20010101);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 0x80 | random.nextInt(128));
      }
      assertThat(Utf8.isValid(bytes))
          .as(HexFormat.of().formatHex(bytes))
          .isEqualTo(jdkReads(bytes));
    }
  }

  private static boolean jdkReads(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
