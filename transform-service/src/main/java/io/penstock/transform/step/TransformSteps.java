package io.penstock.transform.step;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.outcome.OutcomeStore;
import io.penstock.runtime.temporal.ActivityHeartbeat;
import io.penstock.transform.engine.FewerThreads;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.output.Transform;
import jakarta.inject.Singleton;

/** The steps of a build that this service takes, as activities. */
@Singleton
final class TransformSteps implements TransformActivities {
  private final ObjectStore store;
  private final OutcomeStore outcomes;
  private final EngineSettings engine;
  private final PrivacyKeys keys;

  TransformSteps(
      ObjectStore store, OutcomeStore outcomes, EngineSettings engine, PrivacyKeys keys) {
    this.store = store;
    this.outcomes = outcomes;
    this.engine = engine;
    this.keys = keys;
  }

  @Override
  public StepResult conform(PlannedBuild build) {
    ObjectKey key = ObjectLayout.outcome(build.buildId(), Step.CONFORM);
    ConformOutcome outcome =
        outcomes.once(Step.CONFORM, key, ConformOutcome.class, () -> takeConform(build));
    return new StepResult(key, true, outcome.windowed().count());
  }

  @Override
  public StepResult transform(PlannedBuild build) {
    ObjectKey key = ObjectLayout.outcome(build.buildId(), Step.TRANSFORM);
    TransformOutcome outcome =
        outcomes.once(Step.TRANSFORM, key, TransformOutcome.class, () -> takeTransform(build));
    long rows = outcome.files().stream().map(OutputFile::content).mapToLong(c -> c.count()).sum();
    return new StepResult(key, true, rows);
  }

  private ConformOutcome takeConform(PlannedBuild build) {
    BuildPlan plan = plan(build);
    return FewerThreads.take(
        engine,
        settings -> {
          try (EngineSession session = Engine.open(settings);
              ActivityHeartbeat heartbeat = ActivityHeartbeat.start(session::cancel)) {
            return new ConformStep(store, session, keys, progress(heartbeat)).take(plan);
          }
        });
  }

  private TransformOutcome takeTransform(PlannedBuild build) {
    BuildPlan plan = plan(build);
    UserQuery sql = Transform.check(plan);
    // What depends on other rows may depend on the order in which they come.
    return FewerThreads.take(
        sql.rowWise() ? engine : engine.withThreads(1),
        settings -> {
          try (EngineSession session = Engine.open(settings);
              ActivityHeartbeat heartbeat = ActivityHeartbeat.start(session::cancel)) {
            return new TransformStep(store, outcomes, session, progress(heartbeat)).take(plan, sql);
          }
        });
  }

  private BuildPlan plan(PlannedBuild build) {
    BuildPlan plan = outcomes.read(build.plan(), BuildPlan.class);
    if (!plan.buildId().equals(build.buildId()) || !plan.window().equals(build.window())) {
      throw PenstockException.internal(
          "plan-mismatch", build.plan() + " is the plan of another build, " + plan.buildId());
    }
    return plan;
  }

  private static Progress progress(ActivityHeartbeat heartbeat) {
    return (phase, rows) -> heartbeat.progress(new StepProgress(phase, rows));
  }
}
