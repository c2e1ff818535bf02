package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How values spread over equal bins.
 *
 * @param index the expectation that it is shown for
 * @param unit what the values are
 * @param low where the first bin begins
 * @param high where the last bin ends
 * @param below number of values below the first bin
 * @param counts number of values in each bin
 * @param above number of values above the last bin
 */
record Histogram(
    int index, Unit unit, double low, double high, long below, List<Long> counts, long above) {
  /** What values are. */
  enum Unit {
    NUMBER,
    /** Microseconds since 1970, UTC. */
    TIME,
    /** Characters. */
    LENGTH
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("expectation", index);
    json.put("unit", unit.name().toLowerCase(Locale.ROOT));
    json.put("low", low).put("high", high).put("below", below);
    ArrayNode list = json.putArray("counts");
    counts.forEach(list::add);
    json.put("above", above);
    return json;
  }

  static Histogram of(JsonNode json) {
    List<Long> counts = new ArrayList<>();
    json.path("counts").forEach(count -> counts.add(count.longValue()));
    return new Histogram(
        json.path("expectation").intValue(),
        Unit.valueOf(json.path("unit").asText("number").toUpperCase(Locale.ROOT)),
        json.path("low").doubleValue(),
        json.path("high").doubleValue(),
        json.path("below").longValue(),
        counts,
        json.path("above").longValue());
  }
}
