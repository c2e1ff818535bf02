package io.penstock.checkpoint.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.suite.Action;
import io.penstock.checkpoint.suite.ExpectationConfig;
import io.penstock.checkpoint.suite.Severity;
import io.penstock.contracts.build.FailedExpectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict of one expectation.
 *
 * @param config what was asked
 * @param subject what it looks at
 * @param success whether it holds
 * @param result the result's fields, with the names of Great Expectations
 * @param exception why it could not be evaluated, if so
 */
public record ExpectationResult(
    ExpectationConfig config,
    String subject,
    boolean success,
    ObjectNode result,
    Optional<String> exception) {

  /** One that could not be evaluated, which is a failure. */
  public static ExpectationResult failed(
      ExpectationConfig config, String subject, String exception) {
    return new ExpectationResult(
        config, subject, false, JsonNodeFactory.instance.objectNode(), Optional.of(exception));
  }

  /**
   * Whether it stops what waits for the checkpoint. Rows that cannot be told apart cannot be
   * quarantined either, so an error blocks there too.
   */
  public boolean blocks() {
    boolean unusable = exception.isPresent() && config.action() == Action.QUARANTINE;
    return !success && (config.blocks() || (unusable && config.severity() == Severity.CRITICAL));
  }

  /** In the shape of Great Expectations. */
  ObjectNode toJson() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode object = json.objectNode();
    object.put("success", success);
    object.set("expectation_config", config.toJson());
    object.set("result", result);
    object.set("meta", json.objectNode());
    ObjectNode exceptionInfo = object.putObject("exception_info");
    exceptionInfo.put("raised_exception", exception.isPresent());
    exceptionInfo.set("exception_traceback", json.nullNode());
    exceptionInfo.set(
        "exception_message", exception.<JsonNode>map(json::textNode).orElseGet(json::nullNode));
    return object;
  }

  /** As other parts of Penstock are told. */
  FailedExpectation toFailure() {
    return new FailedExpectation(
        config.index(), config.type(), config.severity().text(), subject, observed(), samples());
  }

  /** Some of the unexpected values, as text. */
  public List<String> samples() {
    List<String> samples = new ArrayList<>();
    result.path("partial_unexpected_list").forEach(value -> samples.add(text(value)));
    return samples;
  }

  /** What was observed, in words; empty if there is nothing to say. */
  public String observed() {
    if (exception.isPresent()) {
      return exception.get();
    }
    if (result.has("element_count") && result.has("unexpected_count")) {
      return String.format(
          Locale.ROOT,
          "%d of %d unexpected",
          result.path("unexpected_count").longValue(),
          result.path("element_count").longValue() - result.path("missing_count").longValue());
    }
    return result.has("observed_value") ? text(result.get("observed_value")) : "";
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
