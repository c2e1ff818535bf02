package io.penstock.catalog.plan;

import io.penstock.catalog.Concurrently;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.quarantine.HeldWindows;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Plans what is due. A plan is written as an object before the build that names it is committed, so
 * that whoever is handed a build finds its plan.
 */
@ApplicationScoped
class Planner {
  private final Database database;
  private final ObjectStore store;
  private final LateSettings settings;
  private final BuildSpans spans;
  private final Clock clock;

  Planner(
      Database database, ObjectStore store, LateSettings settings, BuildSpans spans, Clock clock) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.spans = spans;
    this.clock = clock;
  }

  /** The names of the pipelines that have due windows. */
  List<String> due() {
    Instant now = clock.instant();
    return database.read(session ->
        PlanInputs.all(session)
            .chain(pipelines -> new DueWindows(pipelines, settings, now).pipelines(session)));
  }

  /**
   * Plans the first due windows of a pipeline. Planning again before anything changed gives the
   * same builds. Windows that changed while it was planning are left for the next time.
   *
   * @throws io.penstock.contracts.failure.PenstockException USER {@code unknown-pipeline}
   */
  List<PlannedBuild> plan(String pipeline, int limit) {
    Instant now = clock.instant();
    Survey survey = database.read(session -> survey(session, pipeline, limit, now));
    Concurrently.map(
        survey.having(Proposal.Action.MAKE),
        proposal ->
            store.putIfAbsent(
                ObjectLayout.plan(proposal.plan().buildId()), Json.bytes(proposal.plan())));
    List<BuildId> written =
        database.transaction(
            session -> new PlanWriter(session, survey.inputs(), now).write(survey.proposals()));
    List<Proposal> made =
        survey.having(Proposal.Action.MAKE).stream()
            .filter(proposal -> written.contains(proposal.plan().buildId()))
            .toList();
    spans.mark(
        pipeline,
        survey.inputs().pipeline().row().source(),
        made.stream().map(Proposal::plan).toList());
    return made.stream().map(Proposal::planned).toList();
  }

  private record Survey(PlanInputs inputs, List<Proposal> proposals) {
    List<Proposal> having(Proposal.Action action) {
      return proposals.stream().filter(proposal -> proposal.action() == action).toList();
    }
  }

  private Uni<Survey> survey(Mutiny.Session session, String pipeline, int limit, Instant now) {
    return PlanInputs.of(session, pipeline)
        .chain(inputs ->
            new DueWindows(List.of(inputs), settings, now)
                .windows(session, limit)
                .chain(windows ->
                    WindowBatches.of(session, inputs, windows)
                        .chain(batches ->
                            HeldWindows.of(session, inputs.name())
                                .chain(held ->
                                    References.of(session, inputs)
                                        .chain(references ->
                                            propose(
                                                session,
                                                inputs,
                                                windows,
                                                batches,
                                                references,
                                                held)))))
                .map(proposals -> new Survey(inputs, proposals)));
  }

  private static Uni<List<Proposal>> propose(
      Mutiny.Session session,
      PlanInputs inputs,
      List<DueWindows.DueWindow> windows,
      Map<Instant, List<PlannedBatch>> batches,
      List<PlannedReference> references,
      Map<Instant, HeldRows> held) {
    Map<Window, BuildPlan> plans = new HashMap<>();
    for (DueWindows.DueWindow due : windows) {
      // A window whose first rows landed after the pipeline was read has no batch yet.
      List<PlannedBatch> rows = batches.getOrDefault(due.window().start(), List.of());
      if (!rows.isEmpty()) {
        Optional<HeldRows> stay = Optional.ofNullable(held.get(due.window().start()));
        plans.put(due.window(), plan(inputs, due.window(), rows, references, stay));
      }
    }
    return states(session, plans.values())
        .map(states ->
            windows.stream()
                .flatMap(due ->
                    Optional.ofNullable(plans.get(due.window()))
                        .map(plan -> proposal(plan, due, states))
                        .stream())
                .toList());
  }

  private static Proposal proposal(
      BuildPlan plan, DueWindows.DueWindow due, Map<BuildId, BuildState> states) {
    return new Proposal(plan, due.live(), Optional.ofNullable(states.get(plan.buildId())));
  }

  private static BuildPlan plan(
      PlanInputs inputs,
      Window window,
      List<PlannedBatch> batches,
      List<PlannedReference> references,
      Optional<HeldRows> held) {
    return new BuildPlan(
        BuildIdentity.of(inputs.inputs(), window, batches, references, held),
        inputs.pipeline().spec(),
        inputs.pipeline().row().specVersion(),
        window,
        batches.getLast().seq(),
        batches,
        inputs.inputs().suites(),
        references,
        inputs.inputs().engine(),
        held);
  }

  private static Uni<Map<BuildId, BuildState>> states(
      Mutiny.Session session, Collection<BuildPlan> plans) {
    return session
        .createNativeQuery(
            "select build_id, state from build where build_id = any(string_to_array(:builds, ','))")
        .setParameter(
            "builds",
            plans.stream().map(plan -> plan.buildId().hex()).collect(Collectors.joining(",")))
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .collect(
                    Collectors.toMap(
                        row -> new BuildId(row.text(0)),
                        row -> BuildState.valueOf(row.text(1).toUpperCase(Locale.ROOT)))));
  }
}
