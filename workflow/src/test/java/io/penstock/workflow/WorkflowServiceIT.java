package io.penstock.workflow;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.day;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.stack.TargetStack;
import io.penstock.workflow.build.BuildWorkflow;
import io.penstock.workflow.pipeline.PipelineWorkflow;
import io.penstock.workflow.testing.FakeCatalog;
import io.penstock.workflow.testing.FakeCatalogServer;
import io.penstock.workflow.testing.FakeSteps;
import io.penstock.workflow.testing.RunningService;
import io.penstock.workflow.testing.StepWorkers;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a real Kafka and Temporal, with the services around it faked. */
class WorkflowServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir static Path directory;
  private static TargetStack stack;
  private static FakeCatalogServer server;
  private static RunningService service;

  private final FakeSteps steps = new FakeSteps();
  private StepWorkers workers;
  private FakeCatalog catalog;

  @BeforeAll
  static void start() throws Exception {
    stack = TargetStack.start(directory.resolve("stack"));
    server = new FakeCatalogServer();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(PenstockEvent.TOPIC, 1, (short) 1))).all().get();
    }
    service = new RunningService(stack, server.url(), Path.of("target/workflow-service-it.log"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    service.close();
    server.close();
    stack.close();
  }

  @BeforeEach
  void startWorkers() {
    server.reset();
    catalog = server.catalog();
    workers = new StepWorkers(stack.temporalAddress(), steps);
    await().atMost(PATIENCE).until(service::ready);
  }

  @AfterEach
  void stopWorkers() {
    // The in-memory server does not end a child with its parent.
    terminate(BuildWorkflow.id(FLIGHTS, days(1, 2)));
    terminate(PipelineWorkflow.id(FLIGHTS));
    workers.close();
  }

  @Test
  void anEventHasThePipelineBuilt() throws Exception {
    awaitListener();
    catalog.keepQuiet();
    catalog.makeDue(days(1, 3));
    publish(
        "no event at all".getBytes(StandardCharsets.UTF_8),
        event(EventType.SOURCE_CHANGED, "flights"),
        event(EventType.PIPELINE_DUE, "not a name"),
        event(EventType.PIPELINE_DUE, "flights"));
    await().atMost(PATIENCE).until(() -> catalog.publications().size() == 1);
    assertThat(catalog.publications().getFirst()).hasSize(3);
    assertThat(steps.taken(day(2)))
        .containsExactly("conform", "check-conformed", "transform", "check-output");
  }

  @Test
  void withoutAnyEventWhatIsDueIsFound() {
    catalog.makeDue(days(1, 2));
    await().atMost(PATIENCE).until(() -> catalog.publications().size() == 1);
  }

  @Test
  void aPersonAsksWithPlainJson() {
    catalog.keepQuiet();
    catalog.makeDue(days(1, 2));
    BuildRequestReceipt receipt =
        request(Map.of("pipeline", "flights", "from", "2001-01-01"))
            .getResult(BuildRequestReceipt.class);
    assertThat(receipt.published()).isEqualTo(2);
    assertThat(receipt.open()).isZero();
  }

  @Test
  void whatTheCatalogSaysReachesThePerson() {
    WorkflowStub request = request(Map.of("pipeline", "trains"));
    PenstockException failure =
        TemporalFailures.fromTemporal(
                catchThrowable(() -> request.getResult(BuildRequestReceipt.class)))
            .orElseThrow();
    assertThat(failure.code()).isEqualTo("unknown-pipeline");
    assertThat(failure.getMessage()).isEqualTo("There is no pipeline 'trains'");
  }

  @Test
  void aServiceThatIsKilledGoesOnWhereItWas() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    catalog.makeDue(days(1, 2));
    steps.await(day(1), Step.CONFORM, goOn);
    await().atMost(PATIENCE).until(() -> steps.taken(day(2)).size() == 4);
    service.kill();
    service.start();
    await().atMost(PATIENCE).until(service::ready);
    goOn.countDown();
    await().atMost(PATIENCE).until(() -> catalog.publications().size() == 1);
    // What was done before is not done again.
    assertThat(steps.taken(day(2))).hasSize(4);
  }

  @Test
  void whatALostTemporalForgotIsTakenUpAgain() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    catalog.makeDue(days(1, 2));
    steps.await(day(1), Step.TRANSFORM, goOn);
    await().atMost(PATIENCE).until(() -> steps.taken(day(1)).contains("transform"));
    stack.kill();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(service.readiness()).contains("does not answer"));
    goOn.countDown();
    stack.restart();
    await().atMost(PATIENCE).until(() -> catalog.publications().size() == 1);
    assertThat(catalog.publications().getFirst()).hasSize(2);
    await().atMost(PATIENCE).until(service::ready);
    assertThat(service.alive()).isTrue();
  }

  private WorkflowStub request(Map<String, String> input) {
    WorkflowStub stub =
        workers
            .client()
            .newUntypedWorkflowStub(
                "RequestBuild", WorkflowOptions.newBuilder().setTaskQueue("penstock").build());
    stub.start(input);
    return stub;
  }

  private void terminate(String workflowId) {
    try {
      workers.client().newUntypedWorkflowStub(workflowId).terminate("the test ended");
    } catch (WorkflowException e) {
      // It has ended already, or the test started none.
    }
  }

  private static void awaitListener() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              admin
                      .describeConsumerGroups(List.of("penstock.workflow"))
                      .describedGroups()
                      .get("penstock.workflow")
                      .get()
                      .groupState()
                  == GroupState.STABLE);
    }
  }

  private static byte[] event(EventType type, String subject) {
    return Json.bytes(
        new PenstockEvent(
            UUID.randomUUID(),
            type,
            "/penstock/catalog",
            subject,
            Instant.now(),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty()));
  }

  private static void publish(byte[]... events) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", (Object) stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] event : events) {
        producer.send(new ProducerRecord<>(PenstockEvent.TOPIC, event)).get();
      }
    }
  }
}
