package io.penstock.runtime.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.runtime.failure.TemporalFailures;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureInterceptorTest {
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .setWorkerFactoryOptions(
                  WorkerFactoryOptions.newBuilder()
                      .setWorkerInterceptors(new FailureInterceptor())
                      .build())
              .build());

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void aUserFailureArrivesWithItsCodeAndIsNotRetried() {
    AtomicInteger attempts = new AtomicInteger();
    PenstockException failure =
        failureOf(() -> {
          attempts.incrementAndGet();
          throw PenstockException.user("invalid-sql", "no such column");
        });
    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("invalid-sql");
    assertThat(failure.getMessage()).isEqualTo("no such column");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void anExceptionThatNobodyForesawIsInternal() {
    PenstockException failure =
        failureOf(() -> {
          throw new IllegalStateException("boom");
        });
    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failure.getMessage()).contains("boom");
  }

  @Test
  void anExternalFailureIsRetried() {
    AtomicInteger attempts = new AtomicInteger();
    start(
            () -> {
              if (attempts.incrementAndGet() < 3) {
                throw PenstockException.external("store-unavailable", "no S3");
              }
            })
        .run();
    assertThat(attempts).hasValue(3);
  }

  @Test
  void anErrorIsInternalAndNotRetried() {
    AtomicInteger attempts = new AtomicInteger();
    PenstockException failure =
        failureOf(() -> {
          attempts.incrementAndGet();
          throw new StackOverflowError();
        });
    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void whatTheMemoryOfASessionDoesNotSufficeForFailsInTheEnd() {
    AtomicInteger attempts = new AtomicInteger();
    PenstockException failure =
        failureOf(() -> {
          attempts.incrementAndGet();
          throw PenstockException.resource("engine-memory", "too small", new RuntimeException());
        });
    assertThat(failure.kind()).isEqualTo(FailureKind.RESOURCE);
    assertThat(attempts).hasValue(10);
  }

  private PenstockException failureOf(Runnable step) {
    return TemporalFailures.fromTemporal(catchThrowable(start(step)::run)).orElseThrow();
  }

  private OneStep start(Runnable step) {
    Worker worker = temporal.newWorker("queue");
    worker.registerWorkflowImplementationTypes(RunsOneStep.class);
    worker.registerActivitiesImplementations((Step) step::run);
    temporal.start();
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(OneStep.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build());
  }

  @ActivityInterface
  public interface Step {
    void step();
  }

  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod
    void run();
  }

  public static final class RunsOneStep implements OneStep {
    @Override
    public void run() {
      Workflow.newActivityStub(
              Step.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .setHeartbeatTimeout(Duration.ofSeconds(5))
                  .build())
          .step();
    }
  }
}
