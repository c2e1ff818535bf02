package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.pipeline.CurrentPipeline;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.catalog.suite.Suites;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.pipeline.LatePolicy;
import io.penstock.lake.engine.Engine;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A pipeline as a plan sees it.
 *
 * @param pipeline its newest spec
 * @param inputs what its builds depend on apart from windows and rows
 * @param watermark how far its source is closed
 * @param lastSeq the newest batch that a plan may see; every batch up to it is committed
 */
public record PlanInputs(
    CurrentPipeline pipeline,
    BuildIdentity.Inputs inputs,
    Optional<Instant> watermark,
    long lastSeq) {

  /** The name of the pipeline. */
  public String name() {
    return pipeline.row().name();
  }

  /** Whether late rows make a published window due again. */
  boolean rebuildsLate() {
    return switch (pipeline.spec().late()) {
      case REBUILD -> true;
      case SIDE, DROP -> false;
    };
  }

  /** Whether a published window keeps to the rows that it has: late ones stay out. */
  public boolean leavesOutLate() {
    return pipeline.spec().late() != LatePolicy.REBUILD;
  }

  /** Every pipeline's. */
  public static Uni<List<PlanInputs>> all(Mutiny.Session session) {
    return Pipelines.current(session).chain(pipelines -> complete(session, pipelines));
  }

  /**
   * One pipeline's.
   *
   * @throws io.penstock.contracts.failure.PenstockException USER {@code unknown-pipeline}
   */
  public static Uni<PlanInputs> of(Mutiny.Session session, String pipeline) {
    return Pipelines.current(session, pipeline)
        .chain(found -> complete(session, List.of(found)))
        .map(List::getFirst);
  }

  private static Uni<List<PlanInputs>> complete(
      Mutiny.Session session, List<CurrentPipeline> pipelines) {
    List<SuiteName> suites =
        pipelines.stream().flatMap(pipeline -> suitesOf(pipeline).stream()).distinct().toList();
    return Suites.newest(session, suites)
        .chain(newest ->
            sources(session)
                .map(sources ->
                    pipelines.stream().map(pipeline -> of(pipeline, newest, sources)).toList()));
  }

  private record Source(Optional<Instant> watermark, long lastSeq) {}

  private static Uni<Map<String, Source>> sources(Mutiny.Session session) {
    return session
        .createNativeQuery("select name, watermark, last_seq from source")
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .collect(
                    Collectors.toMap(
                        row -> row.text(0),
                        row -> new Source(row.optionalInstant(1), row.number(2)))));
  }

  private static PlanInputs of(
      CurrentPipeline pipeline, Map<SuiteName, BoundSuite> newest, Map<String, Source> sources) {
    Map<CheckpointName, BoundSuite> bound = new EnumMap<>(CheckpointName.class);
    for (CheckpointName checkpoint : CheckpointName.values()) {
      pipeline
          .spec()
          .checks()
          .suite(checkpoint)
          .ifPresent(name -> bound.put(checkpoint, required(newest, name)));
    }
    Source source = required(sources, pipeline.row().source());
    return new PlanInputs(
        pipeline,
        new BuildIdentity.Inputs(pipeline.spec(), bound, Engine.identity()),
        source.watermark(),
        source.lastSeq());
  }

  private static List<SuiteName> suitesOf(CurrentPipeline pipeline) {
    return Arrays.stream(CheckpointName.values())
        .flatMap(checkpoint -> pipeline.spec().checks().suite(checkpoint).stream())
        .toList();
  }

  /** Suites and sources are never removed, and a spec is registered after them. */
  private static <K, V> V required(Map<K, V> known, K name) {
    return Optional.ofNullable(known.get(name))
        .orElseThrow(() -> new IllegalStateException("a registered pipeline names " + name));
  }
}
