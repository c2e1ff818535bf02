package io.penstock.checkpoint.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.contracts.id.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values for {@code {"$PARAMETER": "name"}} in kwargs. The start and the end of the window that is
 * built are always bound, as {@code window_start} and {@code window_end}.
 *
 * @param values the value of each parameter
 */
public record Parameters(Map<String, JsonNode> values) {
  public static final String WINDOW_START = "window_start";
  public static final String WINDOW_END = "window_end";

  /** The clock, for {@code now()}; an instant. Builds do not bind it. */
  public static final String NOW = "now";

  /** No parameter is bound. */
  public static final Parameters NONE = new Parameters(Map.of());

  private static final String PARAMETER = "$PARAMETER";

  public Parameters {
    values = Map.copyOf(values);
  }

  /** The parameters that every build binds. */
  public static Parameters of(Window window) {
    return new Parameters(
        Map.of(
            WINDOW_START, TextNode.valueOf(window.start().toString()),
            WINDOW_END, TextNode.valueOf(window.end().toString())));
  }

  /** With one more parameter, or another value for it. */
  public Parameters with(String name, JsonNode value) {
    Map<String, JsonNode> more = new TreeMap<>(values);
    more.put(name, value);
    return new Parameters(more);
  }

  /** These, and others of which they give no value. */
  Parameters over(Parameters others) {
    Map<String, JsonNode> all = new TreeMap<>(others.values);
    all.putAll(values);
    return new Parameters(all);
  }

  /**
   * Kwargs with every parameter replaced by its value.
   *
   * @param kwargs the kwargs with values in the place of parameters, null where there is no value
   * @param unbound why the others have none
   */
  record Binding(ObjectNode kwargs, List<String> unbound) {}

  Binding bind(ObjectNode kwargs) {
    List<String> unbound = new ArrayList<>();
    return new Binding((ObjectNode) bind(kwargs, unbound), unbound);
  }

  private JsonNode bind(JsonNode node, List<String> unbound) {
    if (node.isObject() && node.path(PARAMETER).isTextual()) {
      // Versions 0.x keep a value for the meantime beside the parameter.
      JsonNode meantime = node.get(PARAMETER + "." + node.get(PARAMETER).textValue());
      if (meantime != null) {
        return meantime;
      }
      try {
        return ParameterExpression.evaluate(node.get(PARAMETER).textValue(), values);
      } catch (IllegalArgumentException e) {
        unbound.add(String.valueOf(e.getMessage()));
        return JsonNodeFactory.instance.nullNode();
      }
    }
    if (node.isObject()) {
      ObjectNode bound = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(field -> bound.set(field.getKey(), bind(field.getValue(), unbound)));
      return bound;
    }
    if (node.isArray()) {
      ArrayNode bound = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> bound.add(bind(element, unbound)));
      return bound;
    }
    return node;
  }
}
