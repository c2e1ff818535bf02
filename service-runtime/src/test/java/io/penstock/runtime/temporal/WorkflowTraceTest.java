package io.penstock.runtime.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.penstock.runtime.trace.Traces;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkflowTraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Traces traces =
      new Traces(
          OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build(),
          true);
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .setWorkerFactoryOptions(
                  WorkerFactoryOptions.newBuilder()
                      .setWorkerInterceptors(
                          new FailureInterceptor(), new ActivityWork(traces), new WorkflowTrace())
                      .build())
              .build());

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void anActivityOfAWorkflowThatWasContinuedByAnotherBelongsToItsTrace() {
    assertThat(start().run("00-" + TRACE + "-00f067aa0ba902b7-01"))
        .startsWith("00-" + TRACE + "-")
        .endsWith("-01")
        .isNotEqualTo("00-" + TRACE + "-00f067aa0ba902b7-01");
  }

  @Test
  void withoutATraceItBeginsItsOwn() {
    assertThat(start().run("")).startsWith("00-").doesNotContain(TRACE);
  }

  private Parent start() {
    Worker worker = temporal.newWorker("queue");
    worker.registerWorkflowImplementationTypes(JoinsATrace.class, AsksOnceMore.class);
    worker.registerActivitiesImplementations((Step) () -> Traces.current().orElse("none"));
    temporal.start();
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(Parent.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build());
  }

  @ActivityInterface
  public interface Step {
    String trace();
  }

  @WorkflowInterface
  public interface Parent {
    @WorkflowMethod
    String run(String context);
  }

  @WorkflowInterface
  public interface Child {
    @WorkflowMethod
    String ask(int times);
  }

  public static final class JoinsATrace implements Parent {
    @Override
    public String run(String context) {
      WorkflowTrace.join(Optional.of(context).filter(text -> !text.isEmpty()));
      return Workflow.newChildWorkflowStub(Child.class).ask(2);
    }
  }

  public static final class AsksOnceMore implements Child {
    @Override
    public String ask(int times) {
      if (times > 1) {
        Workflow.newContinueAsNewStub(Child.class).ask(times - 1);
      }
      return Workflow.newActivityStub(
              Step.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build())
          .trace();
    }
  }
}
