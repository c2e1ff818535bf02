package io.penstock.contracts.build;

import io.penstock.contracts.id.PipelineName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request for builds and what became of it.
 *
 * @param id id of the request
 * @param pipeline the pipeline
 * @param windows number of windows it covers
 * @param open windows that have not ended yet
 * @param published windows whose current inputs are published, whether by this request or before
 * @param rejected windows that a checkpoint refused
 * @param failed windows whose build failed
 * @param requestedAt when
 * @param version the newest version of the dataset, once nothing is open
 * @param messages why windows were rejected or failed, a line each
 */
public record BuildRequestReceipt(
    UUID id,
    PipelineName pipeline,
    int windows,
    int open,
    int published,
    int rejected,
    int failed,
    Instant requestedAt,
    Optional<Long> version,
    List<String> messages) {
  public BuildRequestReceipt {
    messages = List.copyOf(messages);
  }
}
