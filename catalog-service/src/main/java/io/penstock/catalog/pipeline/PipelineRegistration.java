package io.penstock.catalog.pipeline;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.source.SourceRow;
import io.penstock.catalog.source.SourceWindowings;
import io.penstock.catalog.suite.Suites;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Registers one spec in one transaction, with its source, windowing and dataset. */
final class PipelineRegistration {
  private final Mutiny.Session session;
  private final PipelineSpec spec;
  private final String yaml;
  private final String bucket;
  private final Instant now;

  PipelineRegistration(
      Mutiny.Session session, PipelineSpec spec, String yaml, String bucket, Instant now) {
    this.session = session;
    this.spec = spec;
    this.yaml = yaml;
    this.bucket = bucket;
    this.now = now;
  }

  /**
   * The registered version, and whether it is new.
   *
   * @throws PenstockException USER {@code missing-suite}, {@code conflict-dataset}, {@code
   *     conflict-source-forgotten}, or as {@link PipelineChanges} says
   */
  Uni<Registered> register() {
    // Registrations are rare: one at a time keeps two of the same name or source apart.
    return session
        .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtext('pipeline'))")
        .getResultList()
        .chain(this::requireSuites)
        .chain(() ->
            session.find(SourceRow.class, spec.source().name().value(), LockMode.PESSIMISTIC_WRITE))
        .chain(source ->
            session
                .find(PipelineRow.class, spec.name().value(), LockMode.PESSIMISTIC_WRITE)
                .chain(pipeline -> pipeline == null ? first(source) : next(source, pipeline)));
  }

  record Registered(PipelineVersionRow row, boolean created) {}

  private Uni<Void> requireSuites() {
    List<SuiteName> needed =
        Arrays.stream(CheckpointName.values())
            .flatMap(checkpoint -> spec.checks().suite(checkpoint).stream())
            .toList();
    return Suites.newest(session, needed)
        .invoke(found -> {
          List<SuiteName> missing =
              needed.stream().filter(name -> !found.containsKey(name)).distinct().toList();
          if (!missing.isEmpty()) {
            throw PenstockException.user(
                "missing-suite",
                "The checks of %s name suites that are not registered: %s. Register them first: PUT /api/v1/suites/%s"
                    .formatted(spec.name(), missing, missing.getFirst()));
          }
          spec.checks()
              .suite(CheckpointName.OUTPUT)
              .map(found::get)
              .ifPresent(suite ->
                  Suites.checkForOutput(suite.name(), suite.suite().toString(), spec.name()));
        })
        .replaceWithVoid();
  }

  private Uni<Registered> first(@Nullable SourceRow source) {
    PipelineVersionRow version = new PipelineVersionRow(spec, 1, yaml, now);
    return requireFreeDataset()
        .chain(() -> source == null ? registerSource() : joinSource(source))
        .chain(() -> session.persist(new PipelineRow(spec, now)))
        .chain(session::flush)
        .chain(() -> session.persist(version))
        .chain(this::insertDataset)
        .chain(this::announceDue)
        .map(done -> new Registered(version, true));
  }

  private Uni<Registered> next(@Nullable SourceRow source, PipelineRow pipeline) {
    return session
        .find(
            PipelineVersionRow.class,
            new PipelineVersionRow.Key(pipeline.name(), pipeline.specVersion()))
        .chain(newest ->
            newest.holds(spec)
                ? Uni.createFrom().item(new Registered(newest, false))
                : change(source, pipeline, newest));
  }

  private Uni<Registered> change(
      @Nullable SourceRow source, PipelineRow pipeline, PipelineVersionRow newest) {
    int number = pipeline.specVersion() + 1;
    PipelineVersionRow version = new PipelineVersionRow(spec, number, yaml, now);
    return published()
        .invoke(published ->
            PipelineChanges.requireSameIdentity(
                newest.spec(), spec, source != null && source.lastSeq() > 0, published))
        .chain(() -> source == null ? registerSource() : shareSource(source))
        .invoke(() -> pipeline.moveTo(number, spec))
        .chain(() -> session.persist(version))
        .chain(session::flush)
        .chain(this::announceDue)
        .map(done -> new Registered(version, true));
  }

  private Uni<Void> registerSource() {
    SourceRow source = new SourceRow(spec.source(), PipelineChanges.privacyOfLanding(spec), now);
    return session
        .persist(source)
        .chain(session::flush)
        .chain(() -> SourceWindowings.add(session, source.name(), spec.window(), 0))
        .chain(() -> announceSource(source.name()));
  }

  private Uni<Void> shareSource(SourceRow source) {
    PipelineChanges.requireSameSource(source, spec);
    return SourceWindowings.of(session, source.name())
        .chain(known ->
            known.contains(spec.window().text())
                ? Uni.createFrom().voidItem()
                : addWindowing(source));
  }

  /** A pipeline that comes later builds from all that is landed. */
  private Uni<Void> joinSource(SourceRow source) {
    return forgotten(source)
        .invoke(batches -> {
          if (batches > 0) {
            throw PenstockException.user(
                "conflict-source-forgotten",
                """
                Retention has deleted %d batches of source %s whose rows were late for its pipelines, so a new \
                pipeline cannot have them. Read the topic as another source (source.name).\
                """
                    .formatted(batches, source.name()));
          }
        })
        .chain(() -> shareSource(source));
  }

  /** Batches that are landed already are counted anew from their objects; see {@code Recounts}. */
  private Uni<Void> addWindowing(SourceRow source) {
    return SourceWindowings.add(session, source.name(), spec.window(), source.lastSeq())
        .chain(() -> announceSource(source.name()));
  }

  /** How many batches with placed rows are deleted. */
  private Uni<Long> forgotten(SourceRow source) {
    return session
        .createNativeQuery(
            """
            select count(*) from batch b join object o on o.key = b.object_key and o.state = 'SWEPT'
             where b.source = :source
               and b.landed_rows > (select coalesce(sum(u.rows), 0) from batch_unplaced u
                                     where u.source = b.source and u.seq = b.seq)
            """)
        .setParameter("source", source.name())
        .getSingleResult()
        .map(row -> Cells.of(row).number(0));
  }

  private Uni<Void> requireFreeDataset() {
    return session
        .createNativeQuery("select pipeline from dataset where name = :name")
        .setParameter("name", spec.dataset().name().value())
        .getResultList()
        .invoke(owners -> {
          if (!owners.isEmpty()) {
            throw PenstockException.user(
                "conflict-dataset",
                "Dataset %s is made by pipeline %s: name another one."
                    .formatted(spec.dataset().name(), owners.getFirst()));
          }
        })
        .replaceWithVoid();
  }

  private Uni<Void> insertDataset() {
    DatasetName name = spec.dataset().name();
    return session
        .flush()
        .chain(() ->
            session
                .createNativeQuery(
                    "insert into dataset (name, pipeline, location) values (:name, :pipeline, :location)")
                .setParameter("name", name.value())
                .setParameter("pipeline", spec.name().value())
                .setParameter("location", "s3://" + bucket + "/" + ObjectLayout.dataset(name))
                .executeUpdate())
        .replaceWithVoid();
  }

  private Uni<Boolean> published() {
    return session
        .createNativeQuery("select 1 from dataset where name = :name and head_version > 0")
        .setParameter("name", spec.dataset().name().value())
        .getResultList()
        .map(rows -> !rows.isEmpty());
  }

  private Uni<Void> announceSource(String source) {
    return Outbox.add(
        session, EventType.SOURCE_CHANGED, source, Map.of("topic", spec.source().topic()));
  }

  private Uni<Void> announceDue() {
    return Outbox.add(
        session,
        EventType.PIPELINE_DUE,
        spec.name().value(),
        Map.of("source", spec.source().name()));
  }
}
