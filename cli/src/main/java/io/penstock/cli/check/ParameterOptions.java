package io.penstock.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.contracts.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for what a suite leaves open. */
final class ParameterOptions {
  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description =
          "A value for {\"$$PARAMETER\": \"NAME\"} in the suite: JSON, or text as it stands. A build binds window_start and window_end.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  /** As the suite takes them. */
  Parameters bound() {
    Parameters bound = Parameters.NONE;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      bound = bound.with(parameter.getKey(), value(parameter.getValue()));
    }
    return bound;
  }

  static JsonNode value(String text) {
    try {
      // Without it, the parser takes the 2001 of 2001-01-01 and leaves the rest.
      JsonNode json =
          Json.mapper()
              .reader()
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      return json.isMissingNode() ? TextNode.valueOf(text) : json;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
