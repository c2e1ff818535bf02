package io.penstock.system;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Temporal remembers of the build workflows of a pipeline.
 *
 * @param runs in the order in which they were begun
 */
record BuildHistories(List<Run> runs) {
  private static final String VERSION_MARKER = "Version";

  /** One run, up to now. */
  record Run(WorkflowExecution id, List<HistoryEvent> events) {
    /** The releases that decided what to do next, in the order in which they came. */
    List<String> deciders() {
      Set<String> releases = new LinkedHashSet<>();
      for (HistoryEvent event : events) {
        if (event.hasWorkflowTaskCompletedEventAttributes()) {
          releases.add(release(event.getWorkflowTaskCompletedEventAttributes().getIdentity()));
        }
      }
      return List.copyOf(releases);
    }

    /** Whether it took the changed step, which rests for a moment. */
    boolean changed() {
      return events.stream()
              .filter(HistoryEvent::hasMarkerRecordedEventAttributes)
              .map(event -> event.getMarkerRecordedEventAttributes().getMarkerName())
              .anyMatch(VERSION_MARKER::equals)
          && events.stream()
              .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED);
    }

    boolean open() {
      return switch (events.getLast().getEventType()) {
        case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
            EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
            EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
            EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
            EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW ->
            false;
        default -> true;
      };
    }

    /** The id of the run that goes on with it; empty if there is none. */
    String successor() {
      return events
          .getLast()
          .getWorkflowExecutionContinuedAsNewEventAttributes()
          .getNewExecutionRunId();
    }
  }

  /** The runs that have not ended. */
  List<WorkflowExecution> open() {
    return runs.stream().filter(Run::open).map(Run::id).toList();
  }

  /** The releases of a service that took a step of a build. */
  Set<String> workers(String service) {
    Set<String> releases = new TreeSet<>();
    events()
        .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
        .map(event -> event.getActivityTaskStartedEventAttributes().getIdentity())
        .filter(identity -> identity.split(" ")[0].contains(service))
        .map(BuildHistories::release)
        .forEach(releases::add);
    return releases;
  }

  /** The releases that could not go on with a history that another began. */
  Set<String> lost() {
    Set<String> releases = new TreeSet<>();
    events()
        .filter(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
        .map(HistoryEvent::getWorkflowTaskFailedEventAttributes)
        .filter(failed ->
            failed.getCause()
                == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR)
        .forEach(failed -> releases.add(release(failed.getIdentity())));
    return releases;
  }

  private Stream<HistoryEvent> events() {
    return runs.stream().flatMap(run -> run.events().stream());
  }

  /** Services sign as {@code workflow 0.1.0 4711@host}. */
  private static String release(String identity) {
    return identity.split(" ")[1];
  }
}
