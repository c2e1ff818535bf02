package io.penstock.runtime.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure of a REST call with {@code application/problem+json}. */
final class ProblemMapper {
  // The subclasses are named because Quarkus has mappers of its own for them.
  @ServerExceptionMapper({
    PenstockException.class,
    JsonProcessingException.class,
    MismatchedInputException.class,
    NotFoundException.class,
    WebApplicationException.class,
    Exception.class
  })
  Response answer(Throwable thrown) {
    Problem problem = Failures.problem(thrown);
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
