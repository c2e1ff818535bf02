package io.penstock.transform.verification;

import io.penstock.contracts.build.WindowVerification;
import io.penstock.contracts.failure.PenstockException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Windows made once more. */
@Path("/api/v1/windows:verify")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class VerificationResource {
  private final Verification verification;

  VerificationResource(Verification verification) {
    this.verification = verification;
  }

  /** Makes a published window once more and compares its files; stores nothing. */
  @POST
  public WindowVerification verify(WindowVerification.@Nullable Request request) {
    if (request == null) {
      throw PenstockException.user("invalid-json", "The body is missing.");
    }
    if (request.buildId() == null) {
      throw PenstockException.user("invalid-verification", "buildId: is missing");
    }
    return verification.of(request.buildId(), request.files(), request.quarantine());
  }
}
