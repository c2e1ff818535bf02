package io.penstock.runtime.outcome;

import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a step idempotent: its outcome is an object that is written last and once. Whoever finds it
 * takes it; of two that compute at the same time, whoever loses the race takes the winner's.
 */
@Singleton
public final class OutcomeStore {
  private final ObjectStore store;

  public OutcomeStore(ObjectStore store) {
    this.store = store;
  }

  /**
   * The outcome of a step: the stored one, or else the computed one once it is stored. Passes the
   * failpoints {@code <step>.before-outcome} and {@code <step>.after-outcome}.
   *
   * @param step names the failpoints
   * @param outcomeKey where the outcome stands
   * @param type a record that the contract's JSON can write
   * @param compute takes the step; everything that the outcome refers to is stored when it returns
   */
  public <T> T once(Step step, ObjectKey outcomeKey, Class<T> type, Supplier<T> compute) {
    Optional<T> stored = find(outcomeKey, type);
    if (stored.isPresent()) {
      return stored.get();
    }
    T computed = compute.get();
    Failpoint.hit(step.text() + ".before-outcome");
    boolean won = store.putIfAbsent(outcomeKey, Json.bytes(computed));
    Failpoint.hit(step.text() + ".after-outcome");
    return won ? computed : read(outcomeKey, type);
  }

  /** The stored outcome, if there is one. */
  public <T> Optional<T> find(ObjectKey outcomeKey, Class<T> type) {
    return store.find(outcomeKey).map(json -> Json.read(json, type));
  }

  /**
   * The outcome of an earlier step, which must be there.
   *
   * @throws PenstockException INTERNAL {@code object-missing} if it is not
   */
  public <T> T read(ObjectKey outcomeKey, Class<T> type) {
    return Json.read(store.read(outcomeKey), type);
  }
}
