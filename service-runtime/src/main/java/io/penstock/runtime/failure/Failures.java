package io.penstock.runtime.failure;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The one way from whatever was thrown to the problem that a caller gets. */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final int CAUSES_MAX = 32;

  private Failures() {}

  /**
   * The problem for a failure. A failure that nobody foresaw is INTERNAL: it is logged under an id,
   * and the caller gets the id but no detail.
   */
  static Problem problem(Throwable thrown) {
    Optional<PenstockException> ours = find(thrown, PenstockException.class);
    if (ours.isPresent()) {
      return ofOurs(ours.get());
    }
    Optional<JsonProcessingException> json = find(thrown, JsonProcessingException.class);
    if (json.isPresent() && isOfRequest(thrown)) {
      return Problem.of(PenstockException.user("invalid-json", describe(json.get())));
    }
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
      return ofWeb(web);
    }
    return unforeseen(thrown);
  }

  private static Problem ofOurs(PenstockException failure) {
    if (failure.kind() == FailureKind.INTERNAL) {
      LOG.errorf(failure, "%s: %s", failure.code(), failure.getMessage());
    }
    return Problem.of(failure);
  }

  /**
   * A body that cannot be read arrives bare or as status 400; one that cannot be written does not.
   */
  private static boolean isOfRequest(Throwable thrown) {
    return thrown instanceof JsonProcessingException
        || (thrown instanceof WebApplicationException web && web.getResponse().getStatus() == 400);
  }

  private static Problem ofWeb(WebApplicationException web) {
    int status = web.getResponse().getStatus();
    String code =
        switch (status) {
          case 404 -> "unknown-address";
          case 405 -> "method-not-allowed";
          case 406 -> "not-acceptable";
          case 415 -> "unsupported-media-type";
          default -> "bad-request";
        };
    String detail = String.valueOf(web.getMessage());
    return new Problem(
        "urn:penstock:problem:" + code,
        code.replace('-', ' '),
        status,
        detail,
        FailureKind.USER,
        code,
        List.of(detail));
  }

  private static Problem unforeseen(Throwable thrown) {
    UUID id = UUID.randomUUID();
    LOG.errorf(thrown, "unforeseen failure %s", id);
    return Problem.of(
        PenstockException.internal(
            "unforeseen", "This is a bug of Penstock. The service's log has it under " + id + "."));
  }

  private static String describe(JsonProcessingException e) {
    StringBuilder text = new StringBuilder("The body is not what is expected here: ");
    text.append(e.getOriginalMessage());
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      text.append(" (at ").append(path(mapping)).append(')');
    }
    JsonLocation location = e.getLocation();
    if (location != null && location.getLineNr() > 0) {
      text.append(" (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr()));
    }
    return text.toString();
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step ->
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(CAUSES_MAX)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
