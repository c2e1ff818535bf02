package io.penstock.catalog.publication;

import io.penstock.catalog.Concurrently;
import io.penstock.catalog.iceberg.IcebergCommit;
import io.penstock.catalog.iceberg.PreparedTable;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.publication.Candidate.Standing;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.log.LogFields;
import io.penstock.runtime.store.StoreConfig;
import io.penstock.runtime.trace.Traces;
import io.penstock.runtime.trace.Work;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Publishes builds. The store is read and Iceberg's metadata written before the transaction, which
 * then finds the world as it was, or is computed again from the new one. A commit whose answer was
 * lost is repeated by the caller: it finds its builds live and is told the version.
 */
@ApplicationScoped
class Publisher {
  private static final Logger LOG = Logger.getLogger(Publisher.class);
  private static final int REBASES_MAX = 10;

  private final Database database;
  private final Traces traces;
  private final Evidence evidence;
  private final IcebergCommit iceberg;

  Publisher(Database database, ObjectStore store, StoreConfig config, Traces traces) {
    this.database = database;
    this.traces = traces;
    this.evidence = new Evidence(store);
    this.iceberg = new IcebergCommit(store, config.bucket());
  }

  /** Where a pipeline's versions go, and where its rows come from. */
  private record Target(DatasetName dataset, String source) {}

  /**
   * Publishes builds of a pipeline, in one version. Repeating it changes nothing.
   *
   * @throws PenstockException USER {@code unknown-pipeline}, {@code unknown-build}; what {@link
   *     Evidence} and {@link IcebergCommit} fail with; EXTERNAL {@code publish-contended} if others
   *     published all the time
   */
  Publication publish(PipelineName pipeline, List<BuildId> requested) {
    Set<BuildId> builds = new LinkedHashSet<>(requested);
    Target target = database.transaction(session -> target(session, pipeline));
    Map<BuildId, FinishedBuild> finished = new HashMap<>();
    for (int attempt = 1; attempt <= REBASES_MAX; attempt++) {
      List<Candidate> candidates = database.read(session -> Candidate.read(session, builds));
      requireKnown(pipeline, builds, candidates);
      List<Candidate> ready = having(candidates, Standing.READY);
      if (ready.isEmpty()) {
        return answer(target, candidates, Optional.empty());
      }
      Optional<Long> version = attempt(pipeline, target, ready, finished);
      if (version.isPresent()) {
        return answer(target, database.read(session -> Candidate.read(session, builds)), version);
      }
      LOG.infof(
          "%s was published by another at the same time: rebasing (attempt %d)",
          target.dataset(), attempt);
    }
    throw PenstockException.external(
        "publish-contended",
        "Others published %s %d times in between; try again"
            .formatted(target.dataset(), REBASES_MAX));
  }

  private Optional<Long> attempt(
      PipelineName pipeline,
      Target target,
      List<Candidate> ready,
      Map<BuildId, FinishedBuild> finished) {
    List<FinishedBuild> added = evidence(target, onePerWindow(ready), finished);
    Head head = database.read(session -> HeadReader.read(session, target.dataset(), added));
    NextVersion next = NextVersion.of(head, added);
    try (Work work = traces.begin("publish")) {
      work.about(LogField.PIPELINE, pipeline)
          .about(LogField.DATASET, target.dataset())
          .about(LogField.VERSION, next.number())
          .list("build_ids", added.stream().map(build -> build.buildId().hex()).toList());
      boolean written = write(pipeline, target, head, next);
      if (!written) {
        work.failed("another version came first");
        return Optional.empty();
      }
      tell(target, next);
      return Optional.of(next.number());
    }
  }

  private boolean write(PipelineName pipeline, Target target, Head head, NextVersion next) {
    Failpoint.hit("catalog.publish.before-metadata");
    PreparedTable table = iceberg.prepare(head.metadataLocation(), next.change(head));
    Failpoint.hit("catalog.publish.before-transaction");
    VersionWriter writer = new VersionWriter(pipeline.value(), target.source(), head, next, table);
    boolean written = database.transaction(writer::write);
    Failpoint.hit("catalog.publish.after-transaction");
    return written;
  }

  private static void tell(Target target, NextVersion next) {
    LOG.infof(
        "Published %s v%d sha256:%s: %d windows added, %d replaced, %d rows in all",
        target.dataset(),
        next.number(),
        next.content().contentHash(),
        next.added().size() - next.replaced().size(),
        next.replaced().size(),
        next.content().rows());
    for (FinishedBuild build : next.added()) {
      try (LogFields fields =
          LogFields.of(LogField.BUILD_ID, build.buildId())
              .and(LogField.WINDOW, build.plan().window())) {
        LOG.infof("%s v%d has %s", target.dataset(), next.number(), build.plan().window());
      }
    }
  }

  /**
   * What a build left does not change, so that it is read once, however often it is rebased; what
   * the catalog says of it may.
   */
  private List<FinishedBuild> evidence(
      Target target, List<Candidate> ready, Map<BuildId, FinishedBuild> known) {
    List<Candidate> missing =
        ready.stream().filter(candidate -> !known.containsKey(candidate.buildId())).toList();
    for (FinishedBuild build : Concurrently.map(missing, evidence::of)) {
      DatasetName dataset = build.plan().spec().dataset().name();
      if (!dataset.equals(target.dataset())) {
        throw PenstockException.internal(
            "evidence-mismatch",
            "Build %s is for dataset %s, not %s"
                .formatted(build.buildId(), dataset, target.dataset()));
      }
      known.put(build.buildId(), build);
    }
    return ready.stream()
        .map(candidate -> Objects.requireNonNull(known.get(candidate.buildId())).of(candidate))
        .toList();
  }

  private Uni<Target> target(Mutiny.QueryProducer session, PipelineName pipeline) {
    return session
        .createNativeQuery("select dataset, source from pipeline where name = :name")
        .setParameter("name", pipeline.value())
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(() ->
            PenstockException.user("unknown-pipeline", "There is no pipeline '" + pipeline + "'."))
        .map(Cells::of)
        .map(row -> new Target(new DatasetName(row.text(0)), row.text(1)))
        .call(target -> ensureDataset(session, pipeline, target.dataset()));
  }

  private Uni<Integer> ensureDataset(
      Mutiny.QueryProducer session, PipelineName pipeline, DatasetName dataset) {
    return session
        .createNativeQuery(
            """
            insert into dataset (name, pipeline, location) values (:name, :pipeline, :location)
            on conflict (name) do nothing
            """)
        .setParameter("name", dataset.value())
        .setParameter("pipeline", pipeline.value())
        .setParameter("location", iceberg.location(dataset))
        .executeUpdate();
  }

  private Publication answer(Target target, List<Candidate> candidates, Optional<Long> written) {
    List<Window> outdated = windows(having(candidates, Standing.OUTDATED));
    List<Candidate> published = having(candidates, Standing.PUBLISHED);
    if (!outdated.isEmpty()) {
      LOG.infof("%s: windows to be planned again: %s", target.dataset(), outdated);
    }
    return new Publication(
        written.or(() -> versionOf(target, published)), windows(published), outdated);
  }

  /** The version in which the last of these live builds came in. */
  private Optional<Long> versionOf(Target target, List<Candidate> live) {
    if (live.isEmpty()) {
      return Optional.empty();
    }
    return database
        .read(session ->
            session
                .createNativeQuery(
                    """
                    select max(added_in) from dataset_window
                     where dataset = :dataset and removed_in is null
                       and build_id = any(string_to_array(:builds, ','))
                    """)
                .setParameter("dataset", target.dataset().value())
                .setParameter(
                    "builds", Candidate.joined(live.stream().map(Candidate::buildId).toList()))
                .getSingleResult()
                .map(Cells::of))
        .optionalNumber(0);
  }

  private static void requireKnown(
      PipelineName pipeline, Set<BuildId> requested, List<Candidate> candidates) {
    Set<BuildId> known =
        candidates.stream()
            .filter(candidate -> candidate.pipeline().equals(pipeline))
            .map(Candidate::buildId)
            .collect(Collectors.toSet());
    for (BuildId build : requested) {
      if (!known.contains(build)) {
        throw PenstockException.user(
            "unknown-build", "Pipeline '%s' has no build %s.".formatted(pipeline, build));
      }
    }
  }

  /** Of several builds of one window the newest; the others are outdated then. */
  private static List<Candidate> onePerWindow(List<Candidate> ready) {
    Map<Window, Candidate> newest = new TreeMap<>();
    ready.forEach(candidate -> newest.merge(candidate.window(), candidate, Publisher::newer));
    return List.copyOf(newest.values());
  }

  private static Candidate newer(Candidate a, Candidate b) {
    return Comparator.comparingInt(Candidate::specVersion)
                .thenComparingLong(Candidate::through)
                .compare(a, b)
            < 0
        ? b
        : a;
  }

  private static List<Candidate> having(List<Candidate> candidates, Standing standing) {
    return candidates.stream().filter(candidate -> candidate.standing() == standing).toList();
  }

  private static List<Window> windows(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::window).sorted().toList();
  }
}
