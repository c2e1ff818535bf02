package io.penstock.workflow.testing;

import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import io.penstock.workflow.catalog.BuildSettings;
import io.penstock.workflow.catalog.CatalogActivities;
import io.penstock.workflow.catalog.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

/** A catalog in memory: knows what is due, and what was published or ended. */
public final class FakeCatalog implements CatalogActivities {
  public static final BuildSettings SETTINGS =
      new BuildSettings(2, Duration.ofSeconds(10), Duration.ofMinutes(5));
  public static final Duration IDLE_CHECK = Duration.ofMinutes(10);

  private final List<PlannedBuild> due = new ArrayList<>();
  private final Queue<Runnable> beforePlan = new ArrayDeque<>();
  private final Queue<RuntimeException> publishFailures = new ArrayDeque<>();
  private final Set<BuildId> unpublishable = new HashSet<>();
  private final Set<BuildId> changedBase = new HashSet<>();
  private final Map<BuildId, BuildEnd> ends = new LinkedHashMap<>();
  private final List<List<BuildId>> publications = new ArrayList<>();
  private final List<BuildRequest> requests = new ArrayList<>();
  private final Queue<RuntimeException> lostAnswers = new ArrayDeque<>();
  private int plans;
  private boolean quiet;

  public synchronized void makeDue(List<PlannedBuild> builds) {
    due.addAll(builds);
  }

  /** Runs inside the next plan that has none yet, before it looks at what is due. */
  public synchronized void beforePlan(Runnable action) {
    beforePlan.add(action);
  }

  /** The next publish fails. */
  public synchronized void failPublish(RuntimeException failure) {
    publishFailures.add(failure);
  }

  /** Every publish with this build fails: its ledger does not balance. */
  public synchronized void unbalance(PlannedBuild build) {
    unpublishable.add(build.buildId());
  }

  /** The next publish of this build asks for a new plan. */
  public synchronized void changeBase(PlannedBuild build) {
    changedBase.add(build.buildId());
  }

  /** The next request is taken, but its answer is lost. */
  public synchronized void loseAnswer() {
    lostAnswers.add(PenstockException.external("catalog-unavailable", "the answer was lost"));
  }

  /**
   * Due windows are planned when somebody asks, but the catalog does not say that there are any.
   */
  public synchronized void keepQuiet() {
    quiet = true;
  }

  /** The names of pipelines that are due. */
  public synchronized List<String> duePipelines() {
    return due.isEmpty() || quiet ? List.of() : List.of(Builds.FLIGHTS.value());
  }

  public synchronized int plans() {
    return plans;
  }

  public synchronized Map<BuildId, BuildEnd> ends() {
    return new LinkedHashMap<>(ends);
  }

  /** The builds of each publish that succeeded. */
  public synchronized List<List<BuildId>> publications() {
    return List.copyOf(publications);
  }

  public synchronized List<BuildRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public Round plan(PipelineName pipeline) {
    Runnable action;
    synchronized (this) {
      plans++;
      action = beforePlan.poll();
    }
    if (action != null) {
      action.run();
    }
    synchronized (this) {
      return new Round(due, SETTINGS, IDLE_CHECK, Optional.empty());
    }
  }

  @Override
  public synchronized Publication publish(PipelineName pipeline, Publication.Request request) {
    if (!publishFailures.isEmpty()) {
      throw publishFailures.remove();
    }
    if (request.builds().stream().anyMatch(unpublishable::contains)) {
      throw PenstockException.internal("ledger-unbalanced", "one row is missing");
    }
    List<Window> replan = windows(request.builds().stream().filter(changedBase::contains).toList());
    List<BuildId> published =
        request.builds().stream().filter(build -> !changedBase.contains(build)).toList();
    changedBase.removeAll(request.builds());
    List<Window> windows = windows(published);
    due.removeIf(build -> published.contains(build.buildId()));
    if (published.isEmpty()) {
      return new Publication(Optional.empty(), List.of(), replan);
    }
    publications.add(published);
    return new Publication(Optional.of((long) publications.size()), windows, replan);
  }

  private List<Window> windows(List<BuildId> builds) {
    return builds.stream()
        .map(id ->
            due.stream()
                .filter(build -> build.buildId().equals(id))
                .findFirst()
                .map(PlannedBuild::window)
                .orElseGet(() -> Builds.day(31).window()))
        .toList();
  }

  @Override
  public synchronized BuildState endBuild(BuildId build, BuildEnd end) {
    if (publications.stream().anyMatch(published -> published.contains(build))) {
      return BuildState.PUBLISHED;
    }
    ends.put(build, end);
    due.removeIf(planned -> planned.buildId().equals(build));
    return end.rejection() ? BuildState.REJECTED : BuildState.FAILED;
  }

  @Override
  public synchronized BuildRequestReceipt requestBuilds(BuildRequest request) {
    PipelineName pipeline = request.pipeline().orElseThrow();
    if (!pipeline.equals(Builds.FLIGHTS)) {
      throw PenstockException.user("unknown-pipeline", "There is no pipeline '" + pipeline + "'");
    }
    requests.add(request);
    if (!lostAnswers.isEmpty()) {
      throw lostAnswers.remove();
    }
    return receipt(request.id().orElseThrow());
  }

  @Override
  public synchronized BuildRequestReceipt buildRequest(UUID id) {
    return receipt(id);
  }

  /** A request is for whatever is due. */
  private BuildRequestReceipt receipt(UUID id) {
    int published = publications.stream().mapToInt(List::size).sum();
    int open = due.size();
    return new BuildRequestReceipt(
        id,
        Builds.FLIGHTS,
        open + published + ends.size(),
        open,
        published,
        ends.size(),
        0,
        Instant.EPOCH,
        open == 0 ? Optional.of((long) publications.size()) : Optional.empty(),
        List.of());
  }
}
