package io.penstock.checkpoint.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON of a suite; what the kwargs mean is not its concern. */
final class SuiteReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final SuiteProblems problems;

  SuiteReader(SuiteProblems problems) {
    this.problems = problems;
  }

  Suite read(String json) {
    JsonNode root = parse(json);
    JsonNode list = root.path("expectations");
    List<ExpectationConfig> expectations = new ArrayList<>();
    if (!root.isObject()) {
      problems.add("the suite is not a JSON object");
    } else if (!list.isArray()) {
      problems.add("the suite has no list 'expectations'");
    } else {
      for (int index = 0; index < list.size(); index++) {
        readExpectation(index, list.get(index)).ifPresent(expectations::add);
      }
    }
    return new Suite(
        root.path("name").asText(root.path("expectation_suite_name").asText("")),
        expectations,
        object(root.path("meta")),
        new Parameters(parameters(root)));
  }

  private static Map<String, JsonNode> parameters(JsonNode root) {
    Map<String, JsonNode> parameters = new HashMap<>();
    for (String field : List.of("evaluation_parameters", "suite_parameters")) {
      object(root.path(field))
          .properties()
          .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
    }
    return parameters;
  }

  private JsonNode parse(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      return root == null ? JsonNodeFactory.instance.missingNode() : root;
    } catch (JsonProcessingException e) {
      problems.add(
          "the suite is not JSON: line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
      problems.throwIfAny();
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private Optional<ExpectationConfig> readExpectation(int index, JsonNode json) {
    String type = json.path("type").asText(json.path("expectation_type").asText(""));
    if (type.isEmpty()) {
      problems.add(index, "?", new Problem("type", "is missing"));
      return Optional.empty();
    }
    JsonNode kwargs = json.path("kwargs");
    if (!kwargs.isObject() && !kwargs.isMissingNode()) {
      problems.add(index, type, new Problem("kwargs", "must be an object, not " + kwargs));
    }
    ObjectNode meta = object(json.path("meta"));
    return Optional.of(
        new ExpectationConfig(
            index,
            type,
            object(kwargs),
            meta,
            severity(index, type, json.path("severity")),
            action(index, type, meta.path("penstock").path("action")),
            given(json.path("notes")),
            given(json.path("id")),
            given(json.path("description"))));
  }

  private static Optional<JsonNode> given(JsonNode json) {
    return Optional.of(json).filter(value -> !value.isMissingNode() && !value.isNull());
  }

  private Severity severity(int index, String type, JsonNode json) {
    String text = json.isNull() ? "critical" : json.asText("critical");
    Optional<Severity> severity = Severity.parse(text);
    if (severity.isEmpty()) {
      problems.add(
          index,
          type,
          new Problem("severity", "must be critical, warning or info, not '%s'".formatted(text)));
    }
    return severity.orElse(Severity.CRITICAL);
  }

  private Action action(int index, String type, JsonNode json) {
    Optional<Action> action = Action.parse(json.asText("fail"));
    if (action.isEmpty()) {
      problems.add(
          index,
          type,
          new Problem("meta.penstock.action", "must be fail, quarantine or warn, not " + json));
    }
    return action.orElse(Action.FAIL);
  }

  private static ObjectNode object(JsonNode json) {
    return json instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }
}
