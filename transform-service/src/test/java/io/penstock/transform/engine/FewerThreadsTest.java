package io.penstock.transform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FewerThreadsTest {
  private final List<Integer> attempts = new ArrayList<>();

  private static EngineSettings settings(int threads) {
    return new EngineSettings(Path.of("scratch"), 64L << 20, threads);
  }

  /** Fails with a code unless it has at most so many threads. */
  private String work(EngineSettings settings, String code, int threadsMax) {
    attempts.add(settings.threads());
    if (settings.threads() > threadsMax) {
      throw PenstockException.resource(code, "used up", new IllegalStateException());
    }
    return "done";
  }

  @Test
  void whatIsTooMuchForSeveralThreadsIsDoneWithOne() {
    String result = FewerThreads.take(settings(4), with -> work(with, "engine-memory", 1));

    assertThat(result).isEqualTo("done");
    assertThat(attempts).containsExactly(4, 1);
  }

  @Test
  void whatIsTooMuchForOneThreadFails() {
    assertThatThrownBy(() -> FewerThreads.take(settings(2), with -> work(with, "engine-memory", 0)))
        .isInstanceOf(PenstockException.class);
    assertThat(attempts).containsExactly(2, 1);
  }

  @Test
  void oneThreadDoesNotTryAgain() {
    assertThatThrownBy(() -> FewerThreads.take(settings(1), with -> work(with, "engine-memory", 0)))
        .isInstanceOf(PenstockException.class);
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    assertThatThrownBy(() -> FewerThreads.take(settings(2), with -> work(with, "engine-disk", 0)))
        .isInstanceOf(PenstockException.class);
    assertThat(attempts).containsExactly(2);
  }
}
