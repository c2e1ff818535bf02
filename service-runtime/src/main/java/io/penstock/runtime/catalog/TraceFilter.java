package io.penstock.runtime.catalog;

import io.penstock.runtime.trace.Traces;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/**
 * Lets what the catalog does for a call be part of the caller's trace. Vert.x would do so for
 * callers on its own threads alone, and says of all others that they are not traced.
 */
final class TraceFilter implements ClientRequestFilter {
  @Override
  public void filter(ClientRequestContext request) {
    Traces.current().ifPresent(context -> request.getHeaders().putSingle(Traces.HEADER, context));
  }
}
