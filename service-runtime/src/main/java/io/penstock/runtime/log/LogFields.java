package io.penstock.runtime.log;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Fields that stand in every line which a thread logs while it works on something:
 *
 * <pre>{@code
 * try (LogFields fields = LogFields.of(LogField.SOURCE, source)) {
 *   …
 *   fields.and(LogField.BATCH, key);
 *   …
 * }
 * }</pre>
 *
 * <p>Closing brings back what stood there before. Belongs to one thread, or to one request.
 */
public final class LogFields implements AutoCloseable {
  private record Before(String name, @Nullable Object value) {}

  private final Deque<Before> before = new ArrayDeque<>();

  private LogFields() {}

  /** No field yet. */
  public static LogFields none() {
    return new LogFields();
  }

  public static LogFields of(LogField field, Object value) {
    return none().and(field, value);
  }

  /** Adds a field, or gives it another value. */
  public LogFields and(LogField field, Object value) {
    before.push(new Before(field.text(), MDC.get(field.text())));
    MDC.put(field.text(), value.toString());
    return this;
  }

  @Override
  public void close() {
    while (!before.isEmpty()) {
      Before last = before.pop();
      if (last.value() == null) {
        MDC.remove(last.name());
      } else {
        MDC.put(last.name(), last.value());
      }
    }
  }
}
