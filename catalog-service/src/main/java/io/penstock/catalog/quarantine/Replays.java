package io.penstock.catalog.quarantine;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.plan.PlanInputs;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.contracts.quarantine.ReplayRequest;
import io.penstock.contracts.quarantine.WindowQuarantine;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Sends quarantined rows back. A build judges every row of its window, so a row comes back by
 * building its window again; what a replay decides is which of the others are not judged: they are
 * held, and what is held is part of the plan. So rows enter exactly their window, once, however
 * often they are asked for, and the build stays a pure function of its plan.
 */
@ApplicationScoped
class Replays {
  private static final int ATTEMPTS_MAX = 5;

  private final Database database;
  private final ObjectStore store;
  private final EngineSettings engine;
  private final Clock clock;

  Replays(Database database, ObjectStore store, EngineSettings engine, Clock clock) {
    this.database = database;
    this.store = store;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * A published window with quarantined rows, before a replay.
   *
   * @param quarantine its rows
   * @param inputs what its live build depends on apart from rows
   * @param before what the replay before it decided
   */
  record Standing(WindowQuarantine quarantine, Sha256 inputs, Optional<Decision> before) {
    BuildId live() {
      return quarantine.buildId();
    }

    /** Whether a replay of the same live build is already decided and not published yet. */
    boolean pending() {
      return before.filter(decision -> decision.base().equals(live())).isPresent();
    }
  }

  /**
   * What a replay decided for a window.
   *
   * @param base the live build whose quarantine it divided
   * @param held the rows that stay
   */
  record Decision(BuildId base, Optional<HeldRows> held) {}

  /** All that a replay looks at. */
  record Survey(PlanInputs inputs, List<Standing> windows, int unpublished) {}

  /**
   * Replays the rows that are selected.
   *
   * @throws PenstockException USER {@code unknown-pipeline}, {@code invalid-time}, {@code
   *     bad-request}; EXTERNAL {@code replay-overtaken} if builds are published faster than the
   *     replay is worked out
   */
  ReplayReceipt replay(String pipeline, ReplayRequest request) {
    if (request.id().filter(this::known).isPresent()) {
      return new ReplayReceipt(
          request.id(), 0, 0, List.of(), List.of("This request was taken before."));
    }
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Survey survey = database.read(session -> survey(session, pipeline, request));
      ReplayDivision division = ReplayDivision.of(survey, request, store, engine);
      ReplayReceipt receipt = division.receipt();
      if (request.dryRun().orElse(false) || receipt.windows().isEmpty()) {
        return receipt;
      }
      UUID id = request.id().orElseGet(UUID::randomUUID);
      Instant now = clock.instant();
      boolean taken =
          database.transaction(
              session -> new ReplayWriter(session, survey.inputs(), now).write(id, division));
      if (taken) {
        return new ReplayReceipt(
            Optional.of(id),
            receipt.selected(),
            receipt.held(),
            receipt.windows(),
            receipt.messages());
      }
    }
    throw PenstockException.external(
        "replay-overtaken",
        "Windows of %s are published while their replay is worked out: ask again"
            .formatted(pipeline));
  }

  private boolean known(UUID id) {
    return database.read(session ->
        session
            .createNativeQuery("select count(*) from build_request where id = :id")
            .setParameter("id", id)
            .getSingleResult()
            .map(row -> Cells.of(row).number(0) > 0));
  }

  private static Uni<Survey> survey(
      Mutiny.Session session, String pipeline, ReplayRequest request) {
    return PlanInputs.of(session, pipeline)
        .chain(inputs -> {
          QuarantineFilter filter =
              QuarantineFilter.of(
                  inputs.pipeline(),
                  request.from(),
                  request.to(),
                  Optional.empty(),
                  Optional.empty());
          return QuarantineFiles.windows(session, filter, QuarantineFiles.ALL)
              .chain(windows ->
                  states(session, filter).map(states -> survey(inputs, windows, states)));
        });
  }

  private static Survey survey(
      PlanInputs inputs, List<WindowQuarantine> windows, Map<BuildId, State> states) {
    List<Standing> standing =
        windows.stream()
            .filter(window -> window.live() && states.containsKey(window.buildId()))
            .map(window -> standing(window, states))
            .toList();
    return new Survey(inputs, standing, (int) windows.stream().filter(w -> !w.live()).count());
  }

  private static Standing standing(WindowQuarantine window, Map<BuildId, State> states) {
    State state = states.get(window.buildId());
    if (state == null) {
      throw new IllegalStateException("no state of build " + window.buildId());
    }
    return new Standing(window, state.inputs(), state.before());
  }

  private record State(Sha256 inputs, Optional<Decision> before) {}

  /** What the live builds depend on, and what replays decided about their windows. */
  private static Uni<Map<BuildId, State>> states(Mutiny.Session session, QuarantineFilter filter) {
    return session
        .createNativeQuery(
            """
            select b.build_id, b.inputs_sha256, h.base_build_id, h.held
              from pipeline_window w
              join build b on b.build_id = w.live_build_id
              left join window_held h on h.pipeline = w.pipeline and h.window_start = w.window_start
             where w.pipeline = :pipeline and w.window_start >= :from and w.window_start < :to
            """)
        .setParameter("pipeline", filter.pipeline())
        .setParameter("from", filter.from())
        .setParameter("to", filter.to())
        .getResultList()
        .map(rows -> {
          Map<BuildId, State> states = new HashMap<>();
          rows.stream()
              .map(Cells::of)
              .forEach(row ->
                  states.put(
                      new BuildId(row.text(0)),
                      new State(
                          new Sha256(row.text(1)),
                          row.optionalText(2)
                              .map(base -> new Decision(new BuildId(base), held(row, 3))))));
          return states;
        });
  }

  static Optional<HeldRows> held(Cells row, int column) {
    return row.optionalText(column)
        .map(json -> Json.read(json.getBytes(StandardCharsets.UTF_8), HeldRows.class));
  }
}
