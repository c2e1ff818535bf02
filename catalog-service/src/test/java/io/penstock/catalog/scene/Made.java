package io.penstock.catalog.scene;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;

/** What the steps of a build would leave. Tests change a part of it to see that it is noticed. */
public record Made(
    BuildPlan plan,
    ConformOutcome conform,
    CheckOutcome conformed,
    TransformOutcome transform,
    CheckOutcome output) {

  public BuildId id() {
    return plan.buildId();
  }

  public Window window() {
    return plan.window();
  }

  public Made withConform(ConformOutcome other) {
    return new Made(plan, other, conformed, transform, output);
  }

  public Made withTransform(TransformOutcome other) {
    return new Made(plan, conform, conformed, other, output);
  }

  public Made withOutputCheck(CheckOutcome other) {
    return new Made(plan, conform, conformed, transform, other);
  }
}
