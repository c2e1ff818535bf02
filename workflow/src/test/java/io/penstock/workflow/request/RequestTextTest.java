package io.penstock.workflow.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.json.Json;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTextTest {
  private static final UUID ID = UUID.fromString("0d5a4cbb-7b38-4cde-9a4c-0d3f9c7a1a11");

  @Test
  void readsWhatTheManualShows() {
    assertThat(read("{\"pipeline\":\"flights\",\"from\":\"2001-01-01\",\"to\":\"2001-02-01\"}"))
        .isEqualTo(
            new BuildRequest(
                Optional.of(ID),
                Optional.of(new PipelineName("flights")),
                Optional.of("2001-01-01"),
                Optional.of("2001-02-01")));
  }

  @Test
  void boundsMayBeLeftOut() {
    BuildRequest request = read("{\"pipeline\":\"flights\"}");
    assertThat(request.from()).isEmpty();
    assertThat(request.to()).isEmpty();
  }

  @Test
  void keepsAnIdThatIsGiven() {
    assertThat(
            read("{\"pipeline\":\"flights\",\"id\":\"5b1d7d4e-0c55-4a5e-9f0a-6f1f0c9a7b22\"}").id())
        .contains(UUID.fromString("5b1d7d4e-0c55-4a5e-9f0a-6f1f0c9a7b22"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                          | not a JSON object",
        "{}                                           | 'pipeline' is missing",
        "{\"pipeline\":\"flights\",\"form\":\"x\"}    | no field 'form'",
        "{\"pipeline\":\"a b\"}                       | 'a b' is not a pipeline name",
        "{\"pipeline\":\"flights\",\"id\":\"7\"}      | UUID",
        "{\"pipeline\":\"flights\",\"from\":\"soon\"} | 'soon' is neither a date",
        "{\"pipeline\":\"flights\",\"from\":[1]}      | Cannot request a build",
        "{\"pipeline\":\"flights\",\"from\":\"2001-02-01\",\"to\":\"2001-01-01\"} | must be before",
      })
  void saysWhatIsWrong(String json, String message) {
    PenstockException failure = catchThrowableOfType(PenstockException.class, () -> read(json));
    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.getMessage()).contains(message);
  }

  @Test
  void noInputAtAllIsAnsweredToo() {
    PenstockException failure =
        catchThrowableOfType(PenstockException.class, () -> RequestText.read(null, ID));
    assertThat(failure.getMessage()).contains("{\"pipeline\":\"flights\"");
  }

  private static BuildRequest read(String json) {
    try {
      JsonNode input = Json.mapper().readTree(json);
      return RequestText.read(input, ID);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
