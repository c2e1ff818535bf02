package io.penstock.workflow.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.runtime.failure.TemporalFailures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what people write. Stricter than the contract: a misspelt field would ask for too much. */
final class RequestText {
  private static final List<String> FIELDS = List.of("pipeline", "from", "to", "id");
  private static final String EXAMPLE =
      "{\"pipeline\":\"flights\",\"from\":\"2001-01-01\",\"to\":\"2001-02-01\"}";

  private RequestText() {}

  /**
   * Reads a request, and gives it an id if it has none.
   *
   * @throws PenstockException of kind USER, saying what to change
   */
  static BuildRequest read(@Nullable JsonNode input, UUID id) {
    if (!(input instanceof ObjectNode object)) {
      throw invalid("the input is not a JSON object");
    }
    for (String field : (Iterable<String>) object::fieldNames) {
      if (!FIELDS.contains(field)) {
        throw invalid("there is no field '" + field + "'");
      }
    }
    BuildRequest request = convert(object);
    if (request.pipeline().isEmpty()) {
      throw invalid("the field 'pipeline' is missing");
    }
    checkOrder(request);
    return new BuildRequest(
        Optional.of(request.id().orElse(id)), request.pipeline(), request.from(), request.to());
  }

  private static BuildRequest convert(ObjectNode object) {
    try {
      return Json.mapper().treeToValue(object, BuildRequest.class);
    } catch (JsonProcessingException e) {
      throw TemporalFailures.fromTemporal(e).orElseGet(() -> invalid(e.getOriginalMessage()));
    }
  }

  /** Dates are checked here in UTC, to refuse nonsense at once; the catalog knows the zone. */
  private static void checkOrder(BuildRequest request) {
    Optional<Instant> from = request.from().map(text -> BuildRequest.instant(text, ZoneOffset.UTC));
    Optional<Instant> to = request.to().map(text -> BuildRequest.instant(text, ZoneOffset.UTC));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw invalid(
          "'from' (%s) must be before 'to' (%s)"
              .formatted(request.from().get(), request.to().get()));
    }
  }

  private static PenstockException invalid(String why) {
    return PenstockException.user(
        "invalid-request", "Cannot request a build: %s. Example: %s".formatted(why, EXAMPLE));
  }
}
