package io.penstock.runtime.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Begins what stands in traces. Contexts are passed on as text, in the form of W3C's {@code
 * traceparent}: in headers of records, requests and workflows, and beside batches and events. They
 * are no part of what is built.
 */
@Singleton
public final class Traces {
  /** The name of the header that carries a context. */
  public static final String HEADER = "traceparent";

  private final Tracer tracer;
  private final boolean on;

  @Inject
  Traces(OpenTelemetry telemetry, TraceConfig config) {
    this(telemetry, config.endpoint().isPresent());
  }

  /** Traces by this SDK. */
  public Traces(OpenTelemetry telemetry, boolean on) {
    this.tracer = telemetry.getTracer("io.penstock");
    this.on = on;
  }

  /** Traces that nobody reads. */
  public static Traces off() {
    return new Traces(OpenTelemetry.noop(), false);
  }

  /** Whether anybody reads traces, so that it is worth to collect what they link to. */
  public boolean on() {
    return on;
  }

  /** Begins a piece of work, as part of what the calling thread does already. */
  public Work begin(String name) {
    return begin(name, List.of());
  }

  /**
   * The same, caused by others.
   *
   * @param causes their contexts; what is no context is left out
   */
  public Work begin(String name, Collection<String> causes) {
    return begin(name, Context.current(), causes);
  }

  /** Begins a piece of work as part of what another process does. */
  public Work beginFor(Optional<String> context, String name) {
    return begin(name, context.map(Traces::extract).orElseGet(Context::root), List.of());
  }

  private Work begin(String name, Context parent, Collection<String> causes) {
    SpanBuilder span = tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.INTERNAL);
    for (String cause : causes) {
      SpanContext linked = Span.fromContext(extract(cause)).getSpanContext();
      if (linked.isValid()) {
        span.addLink(linked);
      }
    }
    return new Work(span.startSpan());
  }

  /** The context of what the calling thread does, if it is traced. */
  public static Optional<String> current() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() && context.isSampled()
        ? Optional.of(
            "00-%s-%s-%s"
                .formatted(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()))
        : Optional.empty();
  }

  private static Context extract(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, OneHeader.INSTANCE);
  }

  private enum OneHeader implements TextMapGetter<String> {
    INSTANCE;

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(HEADER);
    }

    @Override
    public @Nullable String get(@Nullable String carrier, String key) {
      return key.equals(HEADER) ? carrier : null;
    }
  }
}
