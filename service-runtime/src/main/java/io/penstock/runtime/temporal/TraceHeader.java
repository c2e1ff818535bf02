package io.penstock.runtime.temporal;

import io.penstock.runtime.trace.Traces;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The trace context in the headers of workflows and activities. */
final class TraceHeader {
  private TraceHeader() {}

  static Optional<String> read(Header header) {
    return Optional.ofNullable(header.getValues().get(Traces.HEADER)).map(TraceHeader::text);
  }

  private static String text(Payload payload) {
    return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class);
  }

  /** The header with a context; as it is if there is none. */
  static Header with(Header header, Optional<String> context) {
    if (context.isEmpty()) {
      return header;
    }
    Map<String, Payload> values = new HashMap<>(header.getValues());
    values.put(
        Traces.HEADER,
        DefaultDataConverter.STANDARD_INSTANCE.toPayload(context.get()).orElseThrow());
    return new Header(values);
  }
}
