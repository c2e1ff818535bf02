package io.penstock.ingest.status;

import io.penstock.ingest.Ingest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/** {@code GET /api/v1/status}: what is being landed, and how far. */
@Path("/api/v1/status")
@Produces("application/json")
@RunOnVirtualThread
class StatusResource {
  private final Ingest ingest;

  StatusResource(Ingest ingest) {
    this.ingest = ingest;
  }

  @GET
  public IngestStatus status() {
    return new IngestStatus(ingest.sources().status());
  }

  /**
   * The whole.
   *
   * @param sources every source, by name
   */
  record IngestStatus(List<SourceStatus> sources) {}
}
