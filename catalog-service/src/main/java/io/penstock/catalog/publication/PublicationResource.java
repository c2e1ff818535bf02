package io.penstock.catalog.publication;

import io.penstock.contracts.build.Publication;
import io.penstock.contracts.id.PipelineName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Publishes builds. */
@Path("/api/v1/pipelines/{pipeline}/publications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Builds")
class PublicationResource {
  private final Publisher publisher;

  PublicationResource(Publisher publisher) {
    this.publisher = publisher;
  }

  @POST
  @Operation(
      summary = "Publishes builds whose checkpoints passed, as one version.",
      description =
          "Repeating it changes nothing. Windows whose live build changed since the plan was made come back under replan.")
  public Publication publish(@PathParam("pipeline") String pipeline, Publication.Request request) {
    return publisher.publish(new PipelineName(pipeline), request.builds());
  }
}
