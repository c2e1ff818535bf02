package io.penstock.runtime.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Begins traces where work begins and nowhere else. A request that belongs to no trace begins none:
 * services ask and tell each other things all the time.
 *
 * @param ratio decides on traces that begin
 */
record OwnTraces(Sampler ratio) implements Sampler {
  /** The sampler for a share of all traces; what a trace has begun stays in it. */
  static Sampler of(double share) {
    return Sampler.parentBased(new OwnTraces(Sampler.traceIdRatioBased(share)));
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return switch (kind) {
      case INTERNAL, CONSUMER -> ratio.shouldSample(parent, traceId, name, kind, attributes, links);
      case SERVER, CLIENT, PRODUCER -> SamplingResult.drop();
    };
  }

  @Override
  public String getDescription() {
    return "OwnTraces{" + ratio.getDescription() + "}";
  }
}
