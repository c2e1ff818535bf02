package io.penstock.runtime.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.log.LogFields;
import java.util.List;
import java.util.Locale;

/**
 * A piece of work as traces and logs show it: a span, which is current until it is closed, and the
 * fields of every line that is logged meanwhile. Belongs to one thread, or to one request.
 */
public final class Work implements AutoCloseable {
  private static final String PREFIX = "penstock.";

  private final Span span;
  private final Scope scope;
  private final LogFields fields = LogFields.none();

  // Closed with this.
  @SuppressWarnings("MustBeClosedChecker")
  Work(Span span) {
    this.span = span;
    this.scope = span.makeCurrent();
  }

  /** Says what it is about: {@code penstock.build_id} in the span, {@code buildId} in lines. */
  public Work about(LogField field, Object value) {
    fields.and(field, value);
    String key = PREFIX + field.name().toLowerCase(Locale.ROOT);
    if (value instanceof Number number) {
      span.setAttribute(key, number.longValue());
    } else {
      span.setAttribute(key, value.toString());
    }
    return this;
  }

  /** Adds a number to the span alone. */
  public Work count(String name, long value) {
    span.setAttribute(PREFIX + name, value);
    return this;
  }

  /** Adds a list to the span alone. */
  public Work list(String name, List<String> values) {
    span.setAttribute(AttributeKey.stringArrayKey(PREFIX + name), values);
    return this;
  }

  /** Says that it came to nothing. */
  public void failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
  }

  @Override
  public void close() {
    fields.close();
    scope.close();
    span.end();
  }
}
