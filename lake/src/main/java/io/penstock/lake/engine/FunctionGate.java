package io.penstock.lake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Finds calls of functions that are not allowed, or not without an order. */
final class FunctionGate {
  private static final Set<String> WHOLE_FRAME_ENDS =
      Set.of("CURRENT_ROW_RANGE", "UNBOUNDED_FOLLOWING");

  private final SqlFindings findings;

  FunctionGate(SqlFindings findings) {
    this.findings = findings;
  }

  void checkCall(JsonNode call) {
    String name = name(call);
    if (call.path("is_operator").asBoolean() && AllowedFunctions.OPERATORS.contains(name)) {
      return;
    }
    boolean known =
        AllowedFunctions.SCALARS.contains(name)
            || AllowedFunctions.isAggregate(name)
            || AllowedFunctions.TABLES.contains(name);
    if (!known || qualified(call)) {
      refuse(call, name);
    } else if (AllowedFunctions.ORDERED_AGGREGATES.contains(name)
        && call.path("order_bys").path("orders").isEmpty()) {
      findings.add(
          call,
          String.format(
              "%1$s depends on the order of the rows; write %1$s(x ORDER BY event_time)", name));
    }
  }

  void checkWindow(JsonNode call) {
    String name = name(call);
    boolean needsOrder =
        AllowedFunctions.ORDERED_WINDOWS.contains(name)
            || AllowedFunctions.ORDERED_AGGREGATES.contains(name)
            || hasFrame(call);
    boolean known =
        needsOrder
            || AllowedFunctions.WINDOWS.contains(name)
            || AllowedFunctions.AGGREGATES.contains(name);
    boolean allowed =
        AllowedFunctions.ORDERED_WINDOWS.contains(name)
            || AllowedFunctions.WINDOWS.contains(name)
            || AllowedFunctions.isAggregate(name);
    if (!known || !allowed || qualified(call)) {
      refuse(call, name);
    } else if (needsOrder && call.path("orders").isEmpty()) {
      findings.add(
          call,
          String.format(
              "%1$s over an unordered window is arbitrary; write %1$s(...) OVER (ORDER BY ...)",
              name));
    }
  }

  /** Whether the window's frame is anything but all rows, or all up to the current one's peers. */
  private static boolean hasFrame(JsonNode call) {
    return !call.path("start").asText("UNBOUNDED_PRECEDING").equals("UNBOUNDED_PRECEDING")
        || !WHOLE_FRAME_ENDS.contains(call.path("end").asText("CURRENT_ROW_RANGE"));
  }

  void checkTableFunction(JsonNode call) {
    String name = name(call);
    if (!AllowedFunctions.TABLES.contains(name)) {
      refuse(call, name);
    }
  }

  private void refuse(JsonNode call, String name) {
    String advice = qualified(call) ? "write functions without a schema" : FunctionAdvice.of(name);
    findings.add(call, name + "() is not allowed: " + advice);
  }

  private static boolean qualified(JsonNode call) {
    return !call.path("schema").asText("").isEmpty()
        || !call.path("catalog").asText("").isEmpty()
        || call.path("qualified_name").path("path").size() > 1;
  }

  static String name(JsonNode call) {
    return SqlGate.lower(call.path("function_name").asText());
  }
}
