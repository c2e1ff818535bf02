package io.penstock.catalog.pipeline;

import io.penstock.contracts.failure.PenstockException;
import io.smallrye.mutiny.Uni;
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
