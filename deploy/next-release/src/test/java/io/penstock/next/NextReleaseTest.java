package io.penstock.next;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.workflow.build.BuildWorkflow;
import io.penstock.workflow.testing.FakeTemporal;
import io.penstock.workflow.testing.Histories;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the changed step does to histories. Those that builds leave here are written to {@code
 * target/histories}; two of them stand among the test resources of the workflow module, whose tests
 * show what the release of today makes of them.
 */
@Timeout(60)
class NextReleaseTest {
  private static final Path HISTORIES = Path.of("../../workflow/src/test/resources/histories");

  @ParameterizedTest
  @MethodSource("histories")
  void goesOnWithWhatTheReleaseBeforeBegan(Path history) throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowHistoryLoader.readHistory(history.toFile()), temporal.worker());
    }
  }

  static List<Path> histories() throws IOException {
    return Histories.in(HISTORIES);
  }

  @Test
  void takesTheChangedStep() throws IOException {
    assertThat(timers(build("adopted", true))).isEqualTo(3);
  }

  @Test
  void doesAsBeforeWhenChangesAreHeldBack() throws IOException {
    assertThat(timers(build("held-back", false))).isZero();
  }

  /** Builds three windows, and goes on with the history on a worker that would do otherwise. */
  private static WorkflowExecutionHistory build(String name, boolean adoptChanges)
      throws IOException {
    WorkflowExecutionHistory history;
    try (FakeTemporal temporal = new FakeTemporal(adoptChanges)) {
      temporal.catalog.makeDue(days(1, 3));
      temporal.startFlights();
      await().until(() -> temporal.catalog.publications().size() == 1);
      history = temporal.client().fetchHistory(BuildWorkflow.id(FLIGHTS, days(1, 3)));
    }
    Path folder = Files.createDirectories(Path.of("target/histories"));
    Files.writeString(folder.resolve(name + ".json"), history.toJson(true) + "\n");
    replay(history, !adoptChanges);
    return history;
  }

  private static void replay(WorkflowExecutionHistory history, boolean adoptChanges) {
    try (FakeTemporal temporal = new FakeTemporal(adoptChanges)) {
      WorkflowReplayer.replayWorkflowExecution(history, temporal.worker());
    } catch (Exception e) {
      throw new AssertionError("the other worker decides otherwise", e);
    }
  }

  private static long timers(WorkflowExecutionHistory history) {
    return history.getEvents().stream()
        .map(HistoryEvent::getEventType)
        .filter(EventType.EVENT_TYPE_TIMER_STARTED::equals)
        .count();
  }
}
