package io.penstock.workflow.testing;

import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.runtime.temporal.ActivityHeartbeat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/** The steps of a build, which pass at once unless told otherwise. */
public final class FakeSteps implements TransformActivities, CheckActivities {
  private record Place(BuildId build, Step step) {}

  private final Map<Place, Queue<Runnable>> actions = new HashMap<>();
  private final Set<Place> rejected = new HashSet<>();
  private final List<String> taken = new ArrayList<>();
  private int running;
  private int runningMax;

  /** The step rejects the window. */
  public synchronized void reject(PlannedBuild build, Step step) {
    rejected.add(new Place(build.buildId(), step));
  }

  /** Runs inside the next attempt of the step that has none yet; may throw. */
  public synchronized void during(PlannedBuild build, Step step, Runnable action) {
    actions.computeIfAbsent(new Place(build.buildId(), step), p -> new ArrayDeque<>()).add(action);
  }

  /** The next attempts of the step fail. */
  public void fail(PlannedBuild build, Step step, int attempts, RuntimeException failure) {
    for (int i = 0; i < attempts; i++) {
      during(
          build,
          step,
          () -> {
            throw failure;
          });
    }
  }

  /**
   * The next attempt of the step works until it is cancelled.
   *
   * @return is at zero once it has stopped
   */
  public CountDownLatch workUntilCancelled(PlannedBuild build, Step step) {
    CountDownLatch stopped = new CountDownLatch(1);
    during(
        build,
        step,
        () -> {
          CountDownLatch cancelled = new CountDownLatch(1);
          try (var heartbeat = ActivityHeartbeat.start(cancelled::countDown)) {
            heartbeat.progress(1);
            await(cancelled);
            stopped.countDown();
            throw new CancellationException("the engine was cancelled");
          }
        });
    return stopped;
  }

  /** The next attempt of the step waits for the latch. */
  public void await(PlannedBuild build, Step step, CountDownLatch latch) {
    during(build, step, () -> await(latch));
  }

  /** Waits for a latch, as an activity may. */
  public static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Every attempt so far, as {@code 2001-01-01 conform}. */
  public synchronized List<String> taken() {
    return List.copyOf(taken);
  }

  /** Every attempt so far on the window of a build. */
  public List<String> taken(PlannedBuild build) {
    String day = day(build);
    return taken().stream()
        .filter(step -> step.startsWith(day))
        .map(step -> step.substring(day.length() + 1))
        .toList();
  }

  /** How many steps ran at the same time at most. */
  public synchronized int runningMax() {
    return runningMax;
  }

  @Override
  public StepResult conform(PlannedBuild build) {
    return take(build, Step.CONFORM);
  }

  @Override
  public StepResult checkConformed(PlannedBuild build) {
    return take(build, Step.CHECK_CONFORMED);
  }

  @Override
  public StepResult transform(PlannedBuild build) {
    return take(build, Step.TRANSFORM);
  }

  @Override
  public StepResult checkOutput(PlannedBuild build) {
    return take(build, Step.CHECK_OUTPUT);
  }

  private StepResult take(PlannedBuild build, Step step) {
    Place place = new Place(build.buildId(), step);
    Runnable action;
    synchronized (this) {
      taken.add(day(build) + " " + step.text());
      runningMax = Math.max(runningMax, ++running);
      action = actions.getOrDefault(place, new ArrayDeque<>()).poll();
    }
    try {
      if (action != null) {
        action.run();
      }
    } finally {
      synchronized (this) {
        running--;
      }
    }
    synchronized (this) {
      return new StepResult(
          ObjectLayout.outcome(build.buildId(), step), !rejected.contains(place), 10);
    }
  }

  private static String day(PlannedBuild build) {
    return build.window().start().toString().substring(0, 10);
  }
}
