package io.penstock.catalog.quarantine;

import io.penstock.catalog.quarantine.Replays.Decision;
import io.penstock.catalog.quarantine.Replays.Standing;
import io.penstock.catalog.quarantine.Replays.Survey;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.QuarantineColumns;
import io.penstock.contracts.quarantine.QuarantineStage;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.contracts.quarantine.ReplayReceipt.ReplayedWindow;
import io.penstock.contracts.quarantine.ReplayRequest;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.contracts.quarantine.WindowQuarantine;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Divides the quarantined rows of windows into those that go back and those that are held.
 *
 * <p>Which rows are divided depends on the window. Have its schema, its suites or the rest of what
 * its build depends on changed, it is all its quarantined rows. If not, the rows that were judged
 * would fail again, and only those that are held can come back. If a replay is decided and not yet
 * published, it is what that one left.
 */
final class ReplayDivision {
  private final ReplayRequest request;
  private final Sha256 inputs;
  private final PipelineName pipeline;
  private final ObjectStore store;
  private final EngineSettings engine;
  private final List<Part> parts = new ArrayList<>();
  private final List<Window> unchanged = new ArrayList<>();
  private final List<Window> deleted = new ArrayList<>();
  private final int unpublished;

  /**
   * A window that is built again.
   *
   * @param standing the window before
   * @param selected rows that go back
   * @param held rows that stay
   */
  record Part(Standing standing, long selected, Optional<HeldRows> held) {}

  private ReplayDivision(
      Survey survey, ReplayRequest request, ObjectStore store, EngineSettings engine) {
    this.request = request;
    this.inputs = survey.inputs().inputs().sha256();
    this.pipeline = survey.inputs().pipeline().spec().name();
    this.unpublished = survey.unpublished();
    this.store = store;
    this.engine = engine;
  }

  /** Divides; the objects of rows to hold are stored, and orphans until a commit takes them. */
  static ReplayDivision of(
      Survey survey, ReplayRequest request, ObjectStore store, EngineSettings engine) {
    ReplayDivision division = new ReplayDivision(survey, request, store, engine);
    survey.windows().stream().filter(division::concerned).forEach(division::divide);
    return division;
  }

  List<Part> parts() {
    return List.copyOf(parts);
  }

  ReplayReceipt receipt() {
    List<String> messages = new ArrayList<>();
    if (unpublished > 0) {
      messages.add(
          "%d windows are not published: the next build of each judges all its rows anew, without a replay."
              .formatted(unpublished));
    }
    if (!unchanged.isEmpty()) {
      messages.add(
          "%d windows are left alone (the first is %s): neither schema nor suites have changed since their rows were quarantined, so that they would be again."
              .formatted(unchanged.size(), unchanged.getFirst()));
    }
    if (!deleted.isEmpty()) {
      messages.add(
          "%d windows are left alone (the first is %s): retention has deleted their quarantined rows, so that none can be chosen. Replay all rows of these windows instead."
              .formatted(deleted.size(), deleted.getFirst()));
    }
    return new ReplayReceipt(
        Optional.empty(),
        parts.stream().mapToLong(Part::selected).sum(),
        parts.stream().mapToLong(ReplayDivision::held).sum(),
        parts.stream()
            .map(part ->
                new ReplayedWindow(
                    part.standing().quarantine().window(),
                    part.standing().live(),
                    part.selected(),
                    held(part)))
            .toList(),
        messages);
  }

  private static long held(Part part) {
    return part.held().map(HeldRows::rows).orElse(0L);
  }

  private boolean concerned(Standing standing) {
    return request.rule().isEmpty()
        || standing.quarantine().files().stream()
            .flatMap(file -> file.file().rules().stream())
            .map(RuleCount::rule)
            .anyMatch(rule -> rule.matches(request.rule().get()));
  }

  private boolean changed(Standing standing) {
    return !standing.inputs().equals(inputs);
  }

  private void divide(Standing standing) {
    WindowQuarantine quarantine = standing.quarantine();
    if (!request.selective()) {
      all(standing);
    } else if (quarantine.files().stream().allMatch(WindowQuarantine.File::stored)) {
      some(standing);
    } else {
      deleted.add(quarantine.window());
    }
  }

  private void all(Standing standing) {
    long heldBefore = standing.before().flatMap(Decision::held).map(HeldRows::rows).orElse(0L);
    boolean judgedAnew = standing.pending() || changed(standing);
    long selected = judgedAnew ? standing.quarantine().rows() : heldBefore;
    if (selected > 0) {
      parts.add(new Part(standing, selected, Optional.empty()));
    } else {
      unchanged.add(standing.quarantine().window());
    }
  }

  private void some(Standing standing) {
    try (EngineSession session = Engine.open(engine)) {
      QuarantineReader reader = new QuarantineReader(session, store);
      String meant = QuarantineReader.selected(request.rule(), request.origins());
      String all = reader.relation(standing.quarantine()).orElseThrow();
      long found = count(session, all, meant);
      if (found == 0) {
        return;
      }
      Optional<String> divisible = divisible(standing, reader, all);
      long selected =
          standing.pending()
              ? found
              : divisible.map(rows -> count(session, rows, meant)).orElse(0L);
      if (selected == 0) {
        unchanged.add(standing.quarantine().window());
      } else {
        parts.add(
            new Part(
                standing,
                selected,
                divisible.flatMap(rows -> hold(session, standing, rows, meant))));
      }
    }
  }

  private Optional<String> divisible(Standing standing, QuarantineReader reader, String all) {
    if (standing.pending()) {
      Optional<StoredObject> left = standing.before().flatMap(Decision::held).map(HeldRows::object);
      return left.map(object -> reader.relation(List.of(object)));
    }
    return Optional.of(changed(standing) ? all : "(FROM " + all + " WHERE held)");
  }

  private static long count(EngineSession session, String rows, String condition) {
    return session.queryLong("SELECT count(*) FROM " + rows + " WHERE " + condition);
  }

  private Optional<HeldRows> hold(
      EngineSession session, Standing standing, String rows, String meant) {
    Path file =
        ParquetExport.write(
            session,
            "SELECT %s, stage, rules FROM %s WHERE NOT (%s)"
                .formatted(QuarantineColumns.ORIGIN, rows, meant),
            List.of("topic_id", "partition", "offset"),
            session.scratch().resolve("held.parquet"));
    HeldRows unstored =
        new HeldRows(
            store.put(
                file,
                sha256 -> ObjectLayout.held(pipeline, standing.quarantine().window(), sha256)),
            origins(session, file, QuarantineStage.SCHEMA),
            origins(session, file, QuarantineStage.CHECKPOINT));
    return Stream.of(unstored).filter(held -> held.rows() > 0).findFirst();
  }

  private static Fingerprint origins(EngineSession session, Path file, QuarantineStage stage) {
    return Fingerprints.ofOrigins(
        session,
        "SELECT %s FROM read_parquet(%s) WHERE stage = '%s'"
            .formatted(QuarantineColumns.ORIGIN, Sql.literal(file), stage.text()));
  }
}
