package io.penstock.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClickstreamGeneratorTest {
  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(texts(new ClickstreamGenerator(100, 7)))
        .isEqualTo(texts(new ClickstreamGenerator(100, 7)))
        .isNotEqualTo(texts(new ClickstreamGenerator(100, 8)));
  }

  @Test
  void aLongerStreamStartsWithTheShorterOne() {
    assertThat(texts(new ClickstreamGenerator(200, 7)).subList(0, 100))
        .isEqualTo(texts(new ClickstreamGenerator(100, 7)));
  }

  @Test
  void mixesTheTwoVersionsOfTheSchema() {
    List<JsonNode> events = events(new ClickstreamGenerator(1000, 1));

    assertThat(events)
        .allSatisfy(event -> {
          assertThat(event.path("user_id").asText()).matches("usr_[a-f0-9]{16}");
          assertThat(event.has("session_id")).isEqualTo(event.has("timestamp"));
          assertThat(event.has("session_uuid")).isEqualTo(event.has("event_epoch"));
          assertThat(event.path("session_duration_seconds").asInt()).isBetween(0, 86_400);
          assertThat(event.path("purchase_amount_usd").asDouble()).isBetween(0.0, 50_000.0);
        });
    assertThat(events.stream().filter(event -> event.has("session_uuid")).count())
        .isBetween(400L, 600L);
  }

  private static List<JsonNode> events(ClickstreamGenerator generator) {
    List<JsonNode> events = new ArrayList<>();
    generator.forEach(bytes -> events.add(Json.read(bytes, JsonNode.class)));
    return events;
  }

  private static List<String> texts(ClickstreamGenerator generator) {
    List<String> texts = new ArrayList<>();
    generator.forEach(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
    return texts;
  }
}
