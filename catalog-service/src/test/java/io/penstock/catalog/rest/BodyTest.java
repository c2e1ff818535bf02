package io.penstock.catalog.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.ProgressReport;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyTest {
  @Test
  void aWholeBodyIsTaken() {
    Completion body =
        read("{\"topicId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"endOffsets\":{\"0\":1}}", Completion.class);
    assertThat(Body.whole(body)).isSameAs(body);
  }

  @Test
  void aMissingBodyIsRefused() {
    assertThatThrownBy(() -> Body.whole(null)).hasMessage("The request needs a JSON body.");
  }

  @Test
  void aMissingFieldIsNamed() {
    Completion body = read("{\"endOffsets\":{\"0\":1}}", Completion.class);
    assertThatThrownBy(() -> Body.whole(body)).hasMessage("The body lacks 'topicId'.");
  }

  @Test
  void aMissingFieldInsideAListIsNamed() {
    ProgressReport body =
        read("{\"partitions\":[{\"position\":1,\"logEnd\":2}]}", ProgressReport.class);
    assertThatThrownBy(() -> Body.whole(body))
        .hasMessage("The body lacks 'partitions[0].partition'.");
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
  }
}
