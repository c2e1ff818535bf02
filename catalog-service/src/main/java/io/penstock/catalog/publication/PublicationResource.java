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

/** Publishes builds. */
@Path("/api/v1/pipelines/{pipeline}/publications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PublicationResource {
  private final Publisher publisher;

  PublicationResource(Publisher publisher) {
    this.publisher = publisher;
  }

  @POST
  public Publication publish(@PathParam("pipeline") String pipeline, Publication.Request request) {
    return publisher.publish(new PipelineName(pipeline), request.builds());
  }
}
