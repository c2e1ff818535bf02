package io.penstock.runtime.temporal;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.log.LogFields;
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
 * Puts what an activity works on into every line that is logged meanwhile, beside what Temporal's
 * SDK puts there itself (the workflow, the activity). A step that ended is one line.
 */
final class ActivityFields extends WorkerInterceptorBase {
  private static final Logger LOG = Logger.getLogger(ActivityFields.class);
  private static final Pattern WORKFLOW_ID =
      Pattern.compile("(?:pipeline|build)/(?<pipeline>[^/]+)(?:/.*)?");

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Attempt(next);
  }

  private static final class Attempt extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityInfo info;

    Attempt(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      info = context.getInfo();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityInfo activity = Objects.requireNonNull(info);
      try (LogFields fields = fields(activity, input)) {
        long began = System.nanoTime();
        ActivityOutput output = super.execute(input);
        if (output.getResult() instanceof StepResult step) {
          LOG.infof(
              "%s: %d rows, %s, in %d ms",
              activity.getActivityType(),
              step.rows(),
              step.passed() ? "passed" : "rejected",
              Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
        return output;
      }
    }
  }

  private static LogFields fields(
      ActivityInfo activity, ActivityInboundCallsInterceptor.ActivityInput input) {
    LogFields fields = LogFields.none();
    Optional.ofNullable(activity.getWorkflowId())
        .flatMap(ActivityFields::pipeline)
        .ifPresent(name -> fields.and(LogField.PIPELINE, name));
    for (Object argument : input.getArguments()) {
      switch (argument) {
        case PlannedBuild build ->
            fields.and(LogField.BUILD_ID, build.buildId()).and(LogField.WINDOW, build.window());
        case BuildId build -> fields.and(LogField.BUILD_ID, build);
        case PipelineName pipeline -> fields.and(LogField.PIPELINE, pipeline);
        case null, default -> {}
      }
    }
    return fields;
  }

  /** Our workflows are named {@code pipeline/<name>} and {@code build/<name>/…}. */
  private static Optional<String> pipeline(String workflowId) {
    Matcher ours = WORKFLOW_ID.matcher(workflowId);
    return ours.matches() ? Optional.of(ours.group("pipeline")) : Optional.empty();
  }
}
