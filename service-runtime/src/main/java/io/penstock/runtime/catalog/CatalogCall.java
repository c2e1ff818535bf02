package io.penstock.runtime.catalog;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.json.Json;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Calls the catalog and turns what goes wrong into a {@link PenstockException}: the catalog's own
 * problem if it answered with one, else EXTERNAL {@code catalog-unavailable}.
 */
final class CatalogCall implements InvocationHandler {
  private final CatalogApi rest;
  private final URI url;

  CatalogCall(CatalogApi rest, URI url) {
    this.rest = rest;
    this.url = url;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(rest, arguments);
    } catch (InvocationTargetException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  Throwable failure(Throwable thrown) {
    return switch (thrown) {
      case WebApplicationException answer -> ofAnswer(answer);
      case ProcessingException noAnswer ->
          PenstockException.external(
              "catalog-unavailable",
              "The catalog at %s does not answer: %s".formatted(url, rootMessage(noAnswer)),
              noAnswer);
      default -> thrown;
    };
  }

  private PenstockException ofAnswer(WebApplicationException answer) {
    Response response = answer.getResponse();
    int status = response.getStatus();
    String body = response.hasEntity() ? response.readEntity(String.class) : "";
    if (isProblem(response)) {
      try {
        return Json.mapper().readValue(body, Problem.class).toException();
      } catch (com.fasterxml.jackson.core.JsonProcessingException | UncheckedIOException e) {
        // Says it is a problem and is none: treated like any other answer below.
      }
    }
    String said = "The catalog at %s answered with status %d %s".formatted(url, status, body);
    return status >= 500 || status == 408 || status == 429
        ? PenstockException.external("catalog-unavailable", said, answer)
        : PenstockException.internal("catalog-refused", said, answer);
  }

  private static boolean isProblem(Response response) {
    return response.getMediaType() != null
        && response.getMediaType().toString().startsWith(Problem.MEDIA_TYPE);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
