package io.penstock.catalog.request;

import io.penstock.catalog.rest.Body;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.failure.PenstockException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Requests for builds over REST. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Builds")
class RequestResource {
  private final BuildRequests requests;

  RequestResource(BuildRequests requests) {
    this.requests = requests;
  }

  @POST
  @Path("/pipelines/{pipeline}/builds")
  @Operation(
      summary = "Asks for builds of closed windows.",
      description =
          """
          Windows that start in [from, to); all closed ones with rows if left out. What is published already from \
          the same inputs is not built again. The id of the request (field id, or header Idempotency-Key) makes \
          repeating it harmless: the answer is then the same request as it stands.\
          """)
  @APIResponse(
      responseCode = "202",
      description = "Taken; Location is where to ask what became of it.",
      content = @Content(schema = @Schema(implementation = BuildRequestReceipt.class)))
  public Response requestBuilds(
      @PathParam("pipeline") String pipeline,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @Nullable BuildRequest body) {
    BuildRequest request =
        body == null
            ? new BuildRequest(Optional.empty(), Optional.empty(), Optional.empty())
            : Body.whole(body);
    if (request.pipeline().filter(named -> !named.value().equals(pipeline)).isPresent()) {
      throw PenstockException.user(
          "bad-request",
          "the request is for pipeline %s, but was sent to %s"
              .formatted(request.pipeline().get(), pipeline));
    }
    BuildRequestReceipt receipt = requests.request(pipeline, id(request, idempotencyKey), request);
    return Response.accepted(receipt)
        .location(URI.create("/api/v1/build-requests/" + receipt.id()))
        .build();
  }

  @GET
  @Path("/build-requests/{id}")
  @Operation(summary = "What became of a request for builds.")
  public BuildRequestReceipt buildRequest(@PathParam("id") String id) {
    return requests.read(
        parse(id)
            .orElseThrow(() ->
                PenstockException.user(
                    "unknown-request", "There is no build request " + id + ".")));
  }

  private static UUID id(BuildRequest request, @Nullable String idempotencyKey) {
    Optional<UUID> header = Optional.ofNullable(idempotencyKey).map(RequestResource::required);
    if (header.isPresent() && request.id().isPresent() && !header.equals(request.id())) {
      throw PenstockException.user(
          "bad-request", "the field id and the header Idempotency-Key differ: give one of them");
    }
    return header.or(request::id).orElseGet(UUID::randomUUID);
  }

  private static UUID required(String header) {
    return parse(header)
        .orElseThrow(() ->
            PenstockException.user(
                "bad-request", "Idempotency-Key is a UUID, but is '" + header + "'"));
  }

  private static Optional<UUID> parse(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
