package io.penstock.catalog.build;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.quarantine.QuarantineFiles;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** Ends builds that will not be published. */
@ApplicationScoped
class BuildEnds {
  private final Database database;
  private final ObjectStore store;
  private final Clock clock;

  BuildEnds(Database database, ObjectStore store, Clock clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Ends a build that is still planned, and keeps the verdicts of the checkpoints it came to and
   * where its quarantined rows stand. One that has ended stays as it is, a published one most of
   * all.
   *
   * @throws PenstockException USER {@code unknown-build}
   */
  void end(BuildId build, BuildEnd end) {
    List<CheckOutcome> outcomes = outcomes(build);
    Optional<QuarantineFile> conform =
        store
            .find(ObjectLayout.outcome(build, Step.CONFORM))
            .flatMap(bytes -> Json.read(bytes, ConformOutcome.class).quarantine());
    Optional<QuarantineFile> check =
        outcomes.stream().flatMap(outcome -> outcome.quarantine().stream()).findFirst();
    Instant now = clock.instant();
    database.transaction(session ->
        session
            .find(BuildRow.class, build.hex(), LockMode.PESSIMISTIC_WRITE)
            .onItem()
            .ifNull()
            .failWith(() -> unknown(build.hex()))
            .chain(row ->
                row.state() == BuildState.PLANNED
                    ? end(session, row, end, outcomes, now)
                        .call(() ->
                            QuarantineFiles.record(
                                session,
                                List.of(
                                    QuarantineFiles.Left.of(
                                        build, row.pipeline(), conform, check))))
                    : Uni.createFrom().voidItem()));
  }

  static PenstockException unknown(String build) {
    return PenstockException.user("unknown-build", "There is no build %s.".formatted(build));
  }

  /** A checkpoint without outcome was not come to, or its build's staging is swept. */
  private List<CheckOutcome> outcomes(BuildId build) {
    return Arrays.stream(CheckpointName.values())
        .flatMap(
            checkpoint -> store.find(ObjectLayout.outcome(build, Step.of(checkpoint))).stream())
        .map(bytes -> Json.read(bytes, CheckOutcome.class))
        .toList();
  }

  private static Uni<Void> end(
      Mutiny.Session session,
      BuildRow row,
      BuildEnd end,
      List<CheckOutcome> outcomes,
      Instant now) {
    row.end(end, outcomes, now);
    return session
        .flush()
        .chain(() -> finishRequests(session, row))
        .chain(() ->
            Outbox.add(
                session,
                end.rejection() ? EventType.BUILD_REJECTED : EventType.BUILD_FAILED,
                row.buildId().hex(),
                Map.of(
                    "pipeline", row.pipeline(),
                    "window", row.window(),
                    "code", end.code(),
                    "message", end.message())));
  }

  private static Uni<Integer> finishRequests(Mutiny.Session session, BuildRow row) {
    return session
        .createNativeQuery(
            "update build_request_window set done = true where build_id = :build and not done")
        .setParameter("build", row.buildId().hex())
        .executeUpdate();
  }
}
