package io.penstock.workflow.pipeline;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.runtime.temporal.WorkflowTrace;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.build.BuildInput;
import io.penstock.workflow.build.BuildReport;
import io.penstock.workflow.build.BuildWorkflow;
import io.penstock.workflow.catalog.CatalogActivities;
import io.penstock.workflow.catalog.Round;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;

/** Plans, builds, rests; and starts over with a fresh history now and then. */
public final class PipelineRun implements PipelineWorkflow {
  /** Rounds, resting ones included, before the history is started over. */
  static final int ROUNDS_MAX = 100;

  /** Events before the history is started over; a server refuses 50,000. */
  static final long HISTORY_MAX = 5_000;

  static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
  static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private static final Logger LOG = Workflow.getLogger(PipelineRun.class);

  private final PipelineInput input;
  private final CatalogActivities catalog =
      Workflow.newActivityStub(CatalogActivities.class, ActivityDefaults.call());

  private PipelineStatus.Phase phase = PipelineStatus.Phase.PLANNING;
  private PipelineProgress progress;
  private int fruitless;
  private boolean woken;
  private Optional<String> build = Optional.empty();
  private int windows;
  private Optional<String> trouble = Optional.empty();

  /** Queries may come before the first plan, so the state is made with the workflow. */
  @WorkflowInit
  public PipelineRun(PipelineInput input) {
    this.input = input;
    this.progress = input.progress();
    this.fruitless = input.fruitless();
  }

  @Override
  public void run(PipelineInput sameInput) {
    for (int round = 0; round < ROUNDS_MAX && historyIsShort(); round++) {
      // Woken from here on means: after this plan was asked for.
      woken = false;
      phase = PipelineStatus.Phase.PLANNING;
      WorkflowTrace.join(Optional.empty());
      try {
        Round due = catalog.plan(input.pipeline());
        WorkflowTrace.join(due.traceparent());
        if (due.builds().isEmpty()) {
          rest(due.idleCheck());
        } else {
          build(due);
        }
      } catch (ActivityFailure | ChildWorkflowFailure e) {
        failed(e);
      }
    }
    WorkflowTrace.join(Optional.empty());
    Workflow.newContinueAsNewStub(PipelineWorkflow.class)
        .run(new PipelineInput(input.pipeline(), progress, fruitless));
  }

  @Override
  public void wake() {
    woken = true;
  }

  @Override
  public PipelineStatus status() {
    return new PipelineStatus(phase, build, windows, trouble);
  }

  @Override
  public PipelineProgress progress() {
    return progress;
  }

  private static boolean historyIsShort() {
    return Workflow.getInfo().getHistoryLength() < HISTORY_MAX
        && !Workflow.getInfo().isContinueAsNewSuggested();
  }

  private void rest(Duration idleCheck) {
    fruitless = 0;
    trouble = Optional.empty();
    phase = PipelineStatus.Phase.IDLE;
    Workflow.await(idleCheck, () -> woken);
  }

  private void build(Round due) {
    String id = BuildWorkflow.id(input.pipeline(), due.builds());
    phase = PipelineStatus.Phase.BUILDING;
    build = Optional.of(id);
    windows = due.builds().size();
    try {
      BuildReport report =
          child(id).build(BuildInput.of(input.pipeline(), due.builds(), due.settings()));
      progress = progress.plus(report);
      if (report.progressed()) {
        fruitless = 0;
        trouble = Optional.empty();
      } else {
        pause("no window of %s could be settled: %s".formatted(id, report));
      }
    } finally {
      build = Optional.empty();
      windows = 0;
    }
  }

  // The catalog knows what is due, so a build is not kept alive beyond its pipeline: whoever comes
  // next makes it again, and finds the steps that are done.
  private static BuildWorkflow child(String id) {
    return Workflow.newChildWorkflowStub(
        BuildWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
            .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
            .build());
  }

  private void failed(TemporalFailure failure) {
    Optional<PenstockException> ours = TemporalFailures.fromTemporal(failure);
    if (CancellationScope.current().isCancelRequested()
        || ours.filter(e -> e.code().equals("unknown-pipeline")).isPresent()) {
      throw failure;
    }
    LOG.warn("the round of {} failed", input.pipeline(), failure);
    pause(
        ours.map(e -> e.code() + ": " + e.getMessage())
            .orElseGet(() -> String.valueOf(failure.getCause())));
  }

  /** Waits, longer each time: what settled nothing must not be repeated without end. */
  private void pause(String why) {
    trouble = Optional.of(why);
    phase = PipelineStatus.Phase.PAUSING;
    Workflow.sleep(pauseAfter(fruitless));
    fruitless++;
  }

  static Duration pauseAfter(int fruitless) {
    Duration pause = PAUSE_FIRST.multipliedBy(1L << Math.min(fruitless, 16));
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }
}
