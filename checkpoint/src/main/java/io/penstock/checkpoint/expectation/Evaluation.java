package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The verdict of an expectation about the data as a whole.
 *
 * @param success whether it holds
 * @param result the result's fields, with the names of Great Expectations
 */
public record Evaluation(boolean success, ObjectNode result) {
  /** A verdict that rests on one observed value. */
  public static Evaluation of(boolean success, JsonNode observed) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("observed_value", observed);
    return new Evaluation(success, result);
  }

  /** Adds a field to the result. */
  public Evaluation with(String field, JsonNode value) {
    result.set(field, value);
    return this;
  }
}
