package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What was measured.
 *
 * @param values a value for each measure, in their order; JSON null where the aggregate is null
 * @param answers the rows of each query, in their order
 */
public record Observations(List<JsonNode> values, List<List<List<JsonNode>>> answers) {
  public Observations {
    values = List.copyOf(values);
    answers = List.copyOf(answers);
  }

  /** The value of a measure. */
  public JsonNode value(int measure) {
    return values.get(measure);
  }

  /** The value of a measure that counts. */
  public long count(int measure) {
    return values.get(measure).longValue();
  }

  /** The rows of a query. */
  public List<List<JsonNode>> rows(int query) {
    return answers.get(query);
  }

  /** The only row of a query. */
  public List<JsonNode> row(int query) {
    return answers.get(query).getFirst();
  }
}
