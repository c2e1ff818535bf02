package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.expectation.Vocabulary;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What suites may say. */
@Path("/api/v1/expectations")
@Produces(MediaType.APPLICATION_JSON)
public final class ExpectationsResource {

  /**
   * The vocabulary.
   *
   * @param types the expectation types that this version knows, sorted
   */
  public record Expectations(List<String> types) {}

  /** The expectation types that this version knows. */
  @GET
  public Expectations list() {
    return new Expectations(Vocabulary.types());
  }
}
