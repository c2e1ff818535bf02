package io.penstock.runtime.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.layout.ObjectKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutcomeStoreTest {
  private static final ObjectKey KEY = new ObjectKey("staging/b/conform/_outcome.json");

  private final MemoryStore store = new MemoryStore();
  private final OutcomeStore outcomes = new OutcomeStore(store);

  @Test
  void computesOnceAndStores() {
    assertThat(once("first")).isEqualTo(outcome("first"));
    assertThat(new String(store.read(KEY), StandardCharsets.UTF_8)).contains("first");
  }

  @Test
  void whatIsStoredIsNotComputedAgain() {
    once("first");
    assertThat(
            outcomes.once(
                Step.CONFORM,
                KEY,
                EngineIdentity.class,
                () -> {
                  throw new AssertionError("computed again");
                }))
        .isEqualTo(outcome("first"));
  }

  @Test
  void theLoserOfARaceGetsTheWinnersOutcome() {
    EngineIdentity got =
        outcomes.once(
            Step.CONFORM,
            KEY,
            EngineIdentity.class,
            () -> {
              once("winner");
              return outcome("loser");
            });
    assertThat(got).isEqualTo(outcome("winner"));
  }

  @Test
  void aFailureStoresNothing() {
    assertThatThrownBy(() ->
            outcomes.once(
                Step.CONFORM,
                KEY,
                EngineIdentity.class,
                () -> {
                  throw new IllegalStateException("boom");
                }))
        .hasMessage("boom");
    assertThat(outcomes.find(KEY, EngineIdentity.class)).isEmpty();
  }

  private EngineIdentity once(String name) {
    return outcomes.once(Step.CONFORM, KEY, EngineIdentity.class, () -> outcome(name));
  }

  private static EngineIdentity outcome(String name) {
    return new EngineIdentity(name, 1, "");
  }
}
