package io.penstock.validation.checkpoint;

import io.penstock.contracts.build.CheckpointPreview;
import io.penstock.contracts.failure.PenstockException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Suites tried on what is published already. */
@Path("/api/v1/checkpoints:preview")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class PreviewResource {
  private final Preview preview;

  PreviewResource(Preview preview) {
    this.preview = preview;
  }

  /** Tells which of the newest versions a suite would not have let pass; changes nothing. */
  @POST
  public CheckpointPreview preview(CheckpointPreview.@Nullable Request request) {
    if (request == null) {
      throw PenstockException.user("invalid-json", "The body is missing.");
    }
    return preview.of(request);
  }
}
