package io.penstock.catalog.pipeline;

import io.penstock.contracts.failure.PenstockException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** Finds pipelines. */
public final class Pipelines {
  private Pipelines() {}

  /**
   * @throws PenstockException USER {@code unknown-pipeline}
   */
  public static Uni<PipelineRow> read(Mutiny.Session session, String pipeline) {
    return required(session.find(PipelineRow.class, pipeline), pipeline);
  }

  /**
   * Locks it until the transaction ends: one plan or publication of a pipeline at a time.
   *
   * @throws PenstockException USER {@code unknown-pipeline}
   */
  public static Uni<PipelineRow> lock(Mutiny.Session session, String pipeline) {
    return required(
        session.find(PipelineRow.class, pipeline, LockMode.PESSIMISTIC_WRITE), pipeline);
  }

  /** Every pipeline with the newest version of its spec, by name. */
  public static Uni<List<CurrentPipeline>> current(Mutiny.Session session) {
    return session
        .createSelectionQuery(
            """
            select p, v from PipelineRow p
              join PipelineVersionRow v on v.key.pipeline = p.name and v.key.version = p.specVersion
             order by p.name
            """,
            Object[].class)
        .getResultList()
        .map(rows -> rows.stream().map(Pipelines::current).toList());
  }

  private static CurrentPipeline current(Object[] row) {
    return new CurrentPipeline((PipelineRow) row[0], ((PipelineVersionRow) row[1]).spec());
  }

  /**
   * A pipeline with the newest version of its spec.
   *
   * @throws PenstockException USER {@code unknown-pipeline}
   */
  public static Uni<CurrentPipeline> current(Mutiny.Session session, String pipeline) {
    return read(session, pipeline)
        .chain(row ->
            session
                .find(
                    PipelineVersionRow.class,
                    new PipelineVersionRow.Key(pipeline, row.specVersion()))
                .map(version -> new CurrentPipeline(row, version.spec())));
  }

  private static Uni<PipelineRow> required(Uni<PipelineRow> found, String pipeline) {
    return found
        .onItem()
        .ifNull()
        .failWith(() ->
            PenstockException.user(
                "unknown-pipeline",
                "There is no pipeline '%s': register it with PUT /api/v1/pipelines/%s."
                    .formatted(pipeline, pipeline)));
  }
}
