package io.penstock.checkpoint.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.build.FailedExpectation;
import io.penstock.contracts.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * The verdict of a checkpoint.
 *
 * @param suite name of the suite
 * @param results a verdict for each expectation, in the suite's order
 */
public record CheckpointResult(String suite, List<ExpectationResult> results) {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  public CheckpointResult {
    results = List.copyOf(results);
  }

  /** Whether what waits for the checkpoint may go on: no failed expectation blocks. */
  public boolean passed() {
    return results.stream().noneMatch(ExpectationResult::blocks);
  }

  /** The expectations that do not hold, critical ones first. */
  public List<FailedExpectation> failures() {
    return results.stream()
        .filter(result -> !result.success())
        .sorted(Comparator.comparing(result -> result.config().severity()))
        .map(ExpectationResult::toFailure)
        .toList();
  }

  /**
   * A validation result of Great Expectations: {@code success} says whether every expectation
   * holds, and beside its fields {@code passed} says whether the checkpoint lets pass. No clock is
   * in it: equal inputs give equal bytes.
   *
   * @param meta what was checked: pipeline, build, files
   */
  public ObjectNode toJson(ObjectNode meta) {
    long successful = results.stream().filter(ExpectationResult::success).count();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("success", successful == results.size());
    json.put("passed", passed());
    json.put("suite_name", suite);
    ObjectNode statistics = json.putObject("statistics");
    statistics.put("evaluated_expectations", results.size());
    statistics.put("successful_expectations", successful);
    statistics.put("unsuccessful_expectations", results.size() - successful);
    if (results.isEmpty()) {
      statistics.putNull("success_percent");
    } else {
      statistics.put("success_percent", 100.0 * successful / results.size());
    }
    ArrayNode list = json.putArray("results");
    results.forEach(result -> list.add(result.toJson()));
    json.set("meta", meta);
    return json;
  }

  /** The same as UTF-8 text for people and programs, with lines and a newline at the end. */
  public byte[] toBytes(ObjectNode meta) {
    try {
      return (Json.mapper()
                  .writer(
                      new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES))
                  .writeValueAsString(toJson(meta))
              + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
