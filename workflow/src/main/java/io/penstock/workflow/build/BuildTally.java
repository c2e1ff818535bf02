package io.penstock.workflow.build;

import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where each window of a build workflow is. */
final class BuildTally {
  private final int windows;
  private int begun;
  private final Map<Window, Step> current = new TreeMap<>();
  private final List<BuildId> passed = new ArrayList<>();
  private int rejected;
  private int failed;
  private int replan;
  private int published;
  private boolean publishing;
  private Optional<Long> version = Optional.empty();

  BuildTally(BuildInput input) {
    Settled settled = input.settled();
    windows = settled.windows() + input.builds().size();
    begun = settled.windows();
    passed.addAll(settled.passed());
    rejected = settled.rejected();
    failed = settled.failed();
    published = settled.published();
    replan = settled.replan();
  }

  void begin() {
    begun++;
  }

  void step(Window window, Step step) {
    current.put(window, step);
  }

  void leave(Window window) {
    current.remove(window);
  }

  void pass(PlannedBuild build) {
    passed.add(build.buildId());
  }

  void end(BuildState state) {
    switch (state) {
      case REJECTED -> rejected++;
      case FAILED -> failed++;
      case PUBLISHED -> published++;
      case PLANNED, SUPERSEDED -> replan++;
    }
  }

  void publishing(boolean now) {
    publishing = now;
  }

  void publish(Publication publication) {
    published += publication.published().size();
    replan += publication.replan().size();
    version = publication.version().or(() -> version);
  }

  /** The builds that passed every step, in the order of their ids. */
  List<BuildId> passed() {
    return passed.stream().sorted().toList();
  }

  /** What the next run is told; every window that was begun must have ended. */
  Settled settled() {
    return new Settled(begun, passed(), rejected, failed, published, replan);
  }

  BuildProgress progress() {
    return new BuildProgress(
        windows,
        windows - begun,
        current.entrySet().stream()
            .map(entry -> new BuildProgress.Current(entry.getKey(), entry.getValue()))
            .toList(),
        passed.size(),
        rejected,
        failed,
        publishing,
        published);
  }

  BuildReport report() {
    return new BuildReport(version, published, rejected, failed, replan);
  }
}
