package io.penstock.workflow.build;

import static io.penstock.workflow.ActivityDefaults.call;
import static io.penstock.workflow.ActivityDefaults.step;

import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.workflow.catalog.BuildSettings;
import io.penstock.workflow.catalog.CatalogActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;

/** Takes each window through the steps, some at a time, then publishes. */
public final class BuildRun implements BuildWorkflow {
  private static final Logger LOG = Workflow.getLogger(BuildRun.class);

  /**
   * Windows that one run deals with before it hands over to the next. A history may have to be read
   * again for every step, so it is kept short.
   */
  static final int WINDOWS_PER_RUN = 24;

  private static final Duration STOP_APART = Duration.ofMillis(1);

  private final BuildInput input;
  private final BuildTally tally;
  private final Queue<PlannedBuild> waiting;
  private int begun;
  private boolean stopping;
  private final TransformActivities transform;
  private final CheckActivities checks;
  private final CatalogActivities catalog =
      Workflow.newActivityStub(CatalogActivities.class, call());

  /** Queries may come before the first step, so the state is made with the workflow. */
  @WorkflowInit
  public BuildRun(BuildInput input) {
    this.input = input;
    this.tally = new BuildTally(input);
    this.waiting = new ArrayDeque<>(input.builds());
    BuildSettings settings = input.settings();
    this.transform =
        Workflow.newActivityStub(
            TransformActivities.class,
            step(
                TransformActivities.TASK_QUEUE,
                settings.stepTimeout(),
                settings.heartbeatTimeout()));
    this.checks =
        Workflow.newActivityStub(
            CheckActivities.class,
            step(CheckActivities.TASK_QUEUE, settings.stepTimeout(), settings.heartbeatTimeout()));
  }

  @Override
  public BuildReport build(BuildInput sameInput) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < input.settings().windowsInParallel(); i++) {
      // Detached, so that the workflow decides how its steps are stopped when it is cancelled.
      CancellationScope scope = Workflow.newDetachedCancellationScope(this::work);
      lanes.add(new Lane(scope, Async.procedure(scope::run)));
    }
    try {
      Workflow.await(() -> lanes.stream().allMatch(lane -> lane.end().isCompleted()));
    } catch (CanceledFailure e) {
      stop(lanes);
      throw e;
    }
    if (!waiting.isEmpty()) {
      Workflow.newContinueAsNewStub(BuildWorkflow.class)
          .build(
              new BuildInput(
                  input.pipeline(), List.copyOf(waiting), input.settings(), tally.settled()));
    }
    publish(tally.passed());
    return tally.report();
  }

  /** One of the threads that windows are worked on in. It does not fail. */
  private record Lane(CancellationScope scope, Promise<Void> end) {}

  /**
   * Stops the steps one after the other and waits for each. All at once would be quicker, but the
   * in-memory server refuses a task that cancels a step which has just ended, and by then has half
   * applied what else the task says; so each cancellation is the only thing its task says.
   */
  private void stop(List<Lane> lanes) {
    stopping = true;
    for (Lane lane : lanes) {
      Workflow.newDetachedCancellationScope(() -> Workflow.sleep(STOP_APART)).run();
      lane.scope().cancel();
      lane.end().get();
    }
  }

  @Override
  public BuildProgress progress() {
    return tally.progress();
  }

  /** Takes windows one after the other, for as long as there are any and this run may take more. */
  private void work() {
    while (!waiting.isEmpty() && begun < WINDOWS_PER_RUN && !stopping) {
      PlannedBuild build = waiting.remove();
      begun++;
      tally.begin();
      buildWindow(build);
      tally.leave(build.window());
    }
  }

  private void buildWindow(PlannedBuild build) {
    try {
      if (passes(build)) {
        tally.pass(build);
      }
    } catch (ActivityFailure e) {
      if (!(e.getCause() instanceof CanceledFailure)) {
        end(build.buildId(), failure(e));
      }
    } catch (CanceledFailure e) {
      LOG.debug("cancelled before {}", build.window());
    }
  }

  private boolean passes(PlannedBuild build) {
    enter(build, Step.CONFORM);
    transform.conform(build);
    enter(build, Step.CHECK_CONFORMED);
    if (rejected(build, checks.checkConformed(build), Step.CHECK_CONFORMED)) {
      return false;
    }
    enter(build, Step.TRANSFORM);
    transform.transform(build);
    enter(build, Step.CHECK_OUTPUT);
    return !rejected(build, checks.checkOutput(build), Step.CHECK_OUTPUT);
  }

  private void enter(PlannedBuild build, Step step) {
    if (stopping) {
      throw new CanceledFailure("stopped before " + step.text());
    }
    tally.step(build.window(), step);
  }

  private boolean rejected(PlannedBuild build, StepResult result, Step check) {
    if (result.passed()) {
      return false;
    }
    String message =
        "%s rejected the window %s: see the outcome %s"
            .formatted(check.text(), build.window(), result.outcome());
    end(build.buildId(), PenstockException.user(BuildEnd.CHECKPOINT_FAILED, message));
    return true;
  }

  /**
   * Ends a build in the catalog. If even that fails, the window stays due and is planned again,
   * after a pause.
   */
  private void end(BuildId build, PenstockException why) {
    try {
      BuildEnd end = new BuildEnd(why.kind(), why.code(), why.getMessage());
      tally.end(catalog.endBuild(build, end));
    } catch (ActivityFailure e) {
      LOG.warn("build {} could not be ended", build, e);
      tally.end(BuildState.PLANNED);
    }
  }

  private void publish(List<BuildId> builds) {
    if (builds.isEmpty()) {
      return;
    }
    tally.publishing(true);
    try {
      tally.publish(catalog.publish(input.pipeline(), new Publication.Request(builds)));
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure) {
        throw e;
      }
      publishApart(builds, e);
    }
    tally.publishing(false);
  }

  /** One build that cannot be published must not stop the others: each is tried alone. */
  private void publishApart(List<BuildId> builds, ActivityFailure together) {
    if (builds.size() == 1) {
      end(builds.getFirst(), failure(together));
    } else {
      LOG.warn("{} builds cannot be published together; each is tried alone", builds.size());
      builds.forEach(build -> publish(List.of(build)));
    }
  }

  private static PenstockException failure(ActivityFailure e) {
    return TemporalFailures.fromTemporal(e)
        .orElseGet(() -> PenstockException.internal("step-failed", String.valueOf(e.getCause())));
  }
}
