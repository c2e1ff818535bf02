package io.penstock.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.json.Json;
import jakarta.ws.rs.WebApplicationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void findsOurFailureBelowWhatWrapsIt() {
    Problem problem =
        Failures.problem(
            new CompletionException(PenstockException.user("unknown-pipeline", "No 'x'")));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.code()).isEqualTo("unknown-pipeline");
    assertThat(problem.detail()).isEqualTo("No 'x'");
  }

  @Test
  void saysWhereABodyIsNotJson() {
    Throwable jackson = catchThrowable(() -> Json.mapper().readTree("{\n  \"from\": oops}"));
    Problem problem = Failures.problem(new WebApplicationException(jackson, 400));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid-json");
    assertThat(problem.detail()).contains("oops").contains("line 2");
  }

  @Test
  void saysWhichFieldOfABodyIsWrong() {
    Throwable jackson =
        catchThrowable(() -> Json.mapper().readValue("{\"from\": [1]}", BuildRequest.class));
    assertThat(Failures.problem(jackson).detail()).contains("(at from)");
  }

  @Test
  void aNameThatIsNoneKeepsItsOwnMessage() {
    Throwable jackson =
        catchThrowable(
            () -> Json.mapper().readValue("{\"pipeline\": \"a b\"}", BuildRequest.class));
    Problem problem = Failures.problem(new WebApplicationException(jackson, 400));
    assertThat(problem.code()).isEqualTo("invalid-name");
    assertThat(problem.detail()).startsWith("'a b' is not a pipeline name");
  }

  @Test
  void keepsTheStatusOfAMethodThatIsNotAllowed() {
    Problem problem = Failures.problem(new WebApplicationException("no PUT here", 405));
    assertThat(problem.status()).isEqualTo(405);
    assertThat(problem.kind()).isEqualTo(FailureKind.USER);
  }

  @Test
  void tellsNoDetailOfABug() {
    Problem problem = Failures.problem(new IllegalStateException("password is hunter2"));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(problem.detail()).doesNotContain("hunter2").contains("log");
  }

  @Test
  void anAnswerThatCannotBeWrittenIsABug() {
    Throwable jackson = catchThrowable(() -> Json.mapper().readTree("{"));
    assertThat(Failures.problem(new RuntimeException(jackson)).status()).isEqualTo(500);
  }
}
