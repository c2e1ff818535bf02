package io.penstock.contracts.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRangeTest {
  @Test
  void oneOffsetIsARangeOfOne() {
    assertThat(OriginRange.parse("0:15")).isEqualTo(new OriginRange(Optional.empty(), 0, 15, 15));
  }

  @Test
  void aRangeHoldsBothEnds() {
    assertThat(OriginRange.parse("1:20-30"))
        .isEqualTo(new OriginRange(Optional.empty(), 1, 20, 30));
  }

  @Test
  void aTopicIdTellsTopicsOfOneNameApart() {
    TopicId topic = new TopicId("AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(OriginRange.parse("AAAAAAAAAAAAAAAAAAAAAA/2:7"))
        .isEqualTo(new OriginRange(Optional.of(topic), 2, 7, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0:15", "1:20-30", "AAAAAAAAAAAAAAAAAAAAAA/2:7"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Json.text(OriginRange.parse(text))).isEqualTo('"' + text + '"');
    assertThat(
            Json.read(('"' + text + '"').getBytes(StandardCharsets.UTF_8), OriginRange.class)
                .text())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "0:", "a:1", "0:9-3", "0:-1", "0:99999999999999999999"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> OriginRange.parse(text));
  }
}
