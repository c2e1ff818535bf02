package io.penstock.checkpoint.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * An expectation as it is written in a suite.
 *
 * @param index its place in the suite, from 0
 * @param type its name, such as {@code expect_column_values_to_be_between}
 * @param kwargs its kwargs, parameters not yet bound
 * @param meta anything; {@code meta.penstock} is ours
 * @param severity how much it matters
 * @param action what becomes of rows that break it
 * @param notes text for people: a text, or a list of them
 * @param id what the suite's author calls it
 * @param description a sentence for people
 */
public record ExpectationConfig(
    int index,
    String type,
    ObjectNode kwargs,
    ObjectNode meta,
    Severity severity,
    Action action,
    Optional<JsonNode> notes,
    Optional<JsonNode> id,
    Optional<JsonNode> description) {

  /** Whether the checkpoint fails if it does not hold. */
  public boolean blocks() {
    return severity == Severity.CRITICAL && action == Action.FAIL;
  }

  /** As Great Expectations writes it in a result. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", type);
    json.set("kwargs", kwargs);
    json.set("meta", meta);
    notes.ifPresent(text -> json.set("notes", text));
    id.ifPresent(text -> json.set("id", text));
    description.ifPresent(text -> json.set("description", text));
    json.put("severity", severity.text());
    return json;
  }
}
