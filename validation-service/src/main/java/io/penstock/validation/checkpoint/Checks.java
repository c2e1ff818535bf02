package io.penstock.validation.checkpoint;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.outcome.OutcomeStore;
import io.penstock.runtime.temporal.ActivityHeartbeat;
import jakarta.inject.Singleton;

/** The checkpoints of a build, as activities. */
@Singleton
final class Checks implements CheckActivities {
  private final ObjectStore store;
  private final OutcomeStore outcomes;
  private final EngineSettings engine;

  Checks(ObjectStore store, OutcomeStore outcomes, EngineSettings engine) {
    this.store = store;
    this.outcomes = outcomes;
    // One thread adds floating-point numbers in the order of the rows: the same report every time.
    this.engine = engine.withThreads(1);
  }

  @Override
  public StepResult checkConformed(PlannedBuild build) {
    return check(build, CheckpointName.CONFORMED);
  }

  @Override
  public StepResult checkOutput(PlannedBuild build) {
    return check(build, CheckpointName.OUTPUT);
  }

  private StepResult check(PlannedBuild build, CheckpointName checkpoint) {
    Step step = Step.of(checkpoint);
    ObjectKey key = ObjectLayout.outcome(build.buildId(), step);
    CheckInput input = input(build, checkpoint);
    CheckOutcome outcome =
        outcomes.once(step, key, CheckOutcome.class, () -> take(build, checkpoint, input));
    return new StepResult(key, outcome.passed(), input.rows());
  }

  private CheckInput input(PlannedBuild build, CheckpointName checkpoint) {
    return switch (checkpoint) {
      case CONFORMED ->
          CheckInput.of(
              outcomes.read(
                  ObjectLayout.outcome(build.buildId(), Step.CONFORM), ConformOutcome.class));
      case OUTPUT ->
          CheckInput.of(
              outcomes.read(
                  ObjectLayout.outcome(build.buildId(), Step.TRANSFORM), TransformOutcome.class));
    };
  }

  private CheckOutcome take(PlannedBuild build, CheckpointName checkpoint, CheckInput input) {
    BuildPlan plan = outcomes.read(build.plan(), BuildPlan.class);
    if (!plan.suites().containsKey(checkpoint)) {
      return CheckRun.withoutSuite(plan, checkpoint, input);
    }
    try (EngineSession session = Engine.open(engine);
        ActivityHeartbeat heartbeat = ActivityHeartbeat.start(session::cancel)) {
      return new CheckRun(store, session, heartbeat::progress).run(plan, checkpoint, input);
    }
  }
}
