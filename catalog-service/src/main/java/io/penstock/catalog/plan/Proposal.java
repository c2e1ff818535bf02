package io.penstock.catalog.plan;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.ObjectLayout;
import java.util.Optional;

/**
 * The build that a due window should have by now.
 *
 * @param plan all it depends on
 * @param live the build that is published
 * @param known the state of this very build, if it was planned before
 */
record Proposal(BuildPlan plan, Optional<BuildId> live, Optional<BuildState> known) {
  /** What is to be done. */
  enum Action {
    /** It has to be made. */
    MAKE,
    /** It is what is published: nothing to do. */
    PUBLISHED,
    /** The same was refused before, and would be again. */
    REJECTED
  }

  Action action() {
    if (live.equals(Optional.of(plan.buildId()))) {
      return Action.PUBLISHED;
    }
    return known.equals(Optional.of(BuildState.REJECTED)) ? Action.REJECTED : Action.MAKE;
  }

  PlannedBuild planned() {
    return new PlannedBuild(plan.buildId(), plan.window(), ObjectLayout.plan(plan.buildId()));
  }
}
