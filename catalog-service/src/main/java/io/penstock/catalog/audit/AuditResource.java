package io.penstock.catalog.audit;

import io.penstock.contracts.catalog.AuditReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit over REST. */
@Path("/api/v1/audits")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Upkeep")
class AuditResource {
  private final Auditor auditor;

  AuditResource(Auditor auditor) {
    this.auditor = auditor;
  }

  @POST
  @Operation(
      summary = "Checks every invariant of the catalog against its tables and the object store.",
      description = "Reads every referenced object, unless bytes=false.")
  public AuditReport audit(@QueryParam("bytes") @DefaultValue("true") boolean bytes) {
    return auditor.audit(bytes);
  }
}
