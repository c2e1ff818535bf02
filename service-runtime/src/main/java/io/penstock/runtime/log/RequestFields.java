package io.penstock.runtime.log;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a request's path names into the lines that are logged for it. They need not be taken
 * out: each request has a context of its own, which ends with it.
 */
@Provider
public final class RequestFields implements ContainerRequestFilter {
  private static final Map<String, LogField> PARAMETERS =
      Map.of(
          "source", LogField.SOURCE,
          "pipeline", LogField.PIPELINE,
          "build", LogField.BUILD_ID,
          "dataset", LogField.DATASET);

  @Override
  public void filter(ContainerRequestContext request) {
    request
        .getUriInfo()
        .getPathParameters()
        .forEach((name, values) -> put(PARAMETERS.get(name), values));
  }

  private static void put(@Nullable LogField field, List<String> values) {
    if (field != null && !values.isEmpty()) {
      put(field, values.getFirst());
    }
  }

  /** Adds a field to all that is logged for the request of the calling thread from now on. */
  public static void put(LogField field, Object value) {
    MDC.put(field.text(), value.toString());
  }
}
