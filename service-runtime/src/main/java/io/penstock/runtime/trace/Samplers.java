package io.penstock.runtime.trace;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives Quarkus' OpenTelemetry our sampler. */
final class Samplers {
  @Produces
  @Singleton
  Sampler sampler(TraceConfig config) {
    return OwnTraces.of(config.ratio());
  }
}
