package io.penstock.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void workBeginsATrace() {
    assertThat(decision(1, Context.root(), SpanKind.INTERNAL))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = SpanKind.class,
      names = {"SERVER", "CLIENT"})
  void aRequestBeginsNone(SpanKind kind) {
    assertThat(decision(1, Context.root(), kind)).isEqualTo(SamplingDecision.DROP);
  }

  @ParameterizedTest
  @EnumSource
  void whatATraceHasBegunStaysInIt(SpanKind kind) {
    assertThat(decision(0, parent(TraceFlags.getSampled()), kind))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(decision(1, parent(TraceFlags.getDefault()), kind)).isEqualTo(SamplingDecision.DROP);
  }

  @Test
  void aShareOfNothingKeepsNoTrace() {
    assertThat(decision(0, Context.root(), SpanKind.INTERNAL)).isEqualTo(SamplingDecision.DROP);
  }

  private static Context parent(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    TRACE, "00f067aa0ba902b7", flags, TraceState.getDefault())));
  }

  private static SamplingDecision decision(double share, Context parent, SpanKind kind) {
    return OwnTraces.of(share)
        .shouldSample(parent, TRACE, "work", kind, Attributes.empty(), List.of())
        .getDecision();
  }
}
