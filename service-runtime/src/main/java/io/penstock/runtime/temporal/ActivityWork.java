package io.penstock.runtime.temporal;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.trace.Traces;
import io.penstock.runtime.trace.Work;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says in logs and traces what an activity works on, beside what Temporal's SDK says in lines
 * itself (the workflow, the activity). A step that ended is one line.
 */
final class ActivityWork extends WorkerInterceptorBase {
  private static final Logger LOG = Logger.getLogger(ActivityWork.class);
  private static final Pattern WORKFLOW_ID =
      Pattern.compile("(?:pipeline|build)/(?<pipeline>[^/]+)(?:/.*)?");

  private final Traces traces;

  ActivityWork(Traces traces) {
    this.traces = traces;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Attempt(next, traces);
  }

  private static final class Attempt extends ActivityInboundCallsInterceptorBase {
    private final Traces traces;
    private @Nullable ActivityInfo info;

    Attempt(ActivityInboundCallsInterceptor next, Traces traces) {
      super(next);
      this.traces = traces;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      info = context.getInfo();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityInfo activity = Objects.requireNonNull(info);
      String type = activity.getActivityType();
      try (Work work = traces.beginFor(TraceHeader.read(input.getHeader()), type)) {
        tell(work, activity, input);
        long began = System.nanoTime();
        try {
          ActivityOutput output = super.execute(input);
          if (output.getResult() instanceof StepResult step) {
            ended(work, type, step, Duration.ofNanos(System.nanoTime() - began));
          }
          return output;
        } catch (RuntimeException e) {
          work.failed(String.valueOf(e.getMessage()));
          throw e;
        }
      }
    }
  }

  private static void tell(
      Work work, ActivityInfo activity, ActivityInboundCallsInterceptor.ActivityInput input) {
    Optional.ofNullable(activity.getWorkflowId())
        .flatMap(ActivityWork::pipeline)
        .ifPresent(name -> work.about(LogField.PIPELINE, name));
    for (Object argument : input.getArguments()) {
      switch (argument) {
        case PlannedBuild build ->
            work.about(LogField.BUILD_ID, build.buildId()).about(LogField.WINDOW, build.window());
        case BuildId build -> work.about(LogField.BUILD_ID, build);
        case PipelineName pipeline -> work.about(LogField.PIPELINE, pipeline);
        case null, default -> {}
      }
    }
    work.count("attempt", activity.getAttempt());
  }

  private static void ended(Work work, String type, StepResult step, Duration took) {
    work.count("rows", step.rows());
    LOG.infof(
        "%s: %d rows, %s, in %d ms",
        type, step.rows(), step.passed() ? "passed" : "rejected", took.toMillis());
  }

  /** Our workflows are named {@code pipeline/<name>} and {@code build/<name>/…}. */
  private static Optional<String> pipeline(String workflowId) {
    Matcher ours = WORKFLOW_ID.matcher(workflowId);
    return ours.matches() ? Optional.of(ours.group("pipeline")) : Optional.empty();
  }
}
