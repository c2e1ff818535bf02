package io.penstock.contracts.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointPreviewTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"suiteName\": \"tried\", \"dataset\": \"flights\"}",
        "{\"suiteName\": \"tried\", \"dataset\": \"flights\", \"suite\": null}"
      })
  void aSuiteThatIsNotThereIsNone(String json) {
    CheckpointPreview.Request request = request(json);

    assertThat(request.suite()).isEmpty();
    assertThat(request.suiteName()).contains(new SuiteName("tried"));
    assertThat(request.suiteVersion()).isEmpty();
    assertThat(request.versions()).isEmpty();
    assertThat(request.parameters()).isEmpty();
  }

  @Test
  void aSuiteThatIsThereIsKept() {
    assertThat(request("{\"suite\": {\"expectations\": []}, \"parameters\": {\"low\": 1}}").suite())
        .hasValueSatisfying(suite -> assertThat(suite).hasToString("{\"expectations\":[]}"));
  }

  private static CheckpointPreview.Request request(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), CheckpointPreview.Request.class);
  }
}
