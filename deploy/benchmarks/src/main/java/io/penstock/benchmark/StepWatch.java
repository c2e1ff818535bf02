package io.penstock.benchmark;

import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Sees the steps of a pipeline's one build end, by looking for their outcomes in the store. */
final class StepWatch {
  private final Stream stream;
  private final ObjectStore store;
  private final Map<Step, Instant> ends = new EnumMap<>(Step.class);
  private Optional<BuildId> build = Optional.empty();

  StepWatch(Stream stream, ObjectStore store) {
    this.stream = stream;
    this.store = store;
  }

  /** Looks for what comes next, one request a time; true after the last step has ended. */
  boolean look() {
    if (build.isEmpty()) {
      build = stream.windows().stream().findFirst().flatMap(WindowDescription::latest);
    } else if (ends.size() < Step.values().length) {
      Step next = Step.values()[ends.size()];
      if (store.findSize(ObjectLayout.outcome(build.get(), next)).isPresent()) {
        ends.put(next, Instant.now());
      }
    }
    return ends.size() == Step.values().length;
  }

  BuildId build() {
    return build.orElseThrow();
  }

  /** When each step was seen to have ended, in their order. */
  Map<Step, Instant> ends() {
    return Collections.unmodifiableMap(ends);
  }
}
