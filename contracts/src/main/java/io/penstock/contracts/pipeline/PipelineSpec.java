package io.penstock.contracts.pipeline;

import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Windowing;
import java.util.List;

/**
 * What turns one source into one dataset. Made by {@code PipelineSpecParser} from YAML; its JSON
 * form is what the catalog keeps and what a build's identity is computed from.
 *
 * @param name unique name
 * @param source the stream
 * @param schema the schema of its events over time
 * @param key fields that identify an event; rows equal in all of them are duplicates
 * @param window how event time is cut into windows
 * @param late what happens to late rows
 * @param privacy fields that are not kept in the clear
 * @param checks the suites that gate it
 * @param transform SQL over {@code input}, the conformed rows that passed; {@code SELECT * FROM
 *     input} by default
 * @param dataset what is published
 */
public record PipelineSpec(
    PipelineName name,
    SourceSpec source,
    SchemaSpec schema,
    List<String> key,
    Windowing window,
    LatePolicy late,
    List<PrivacySpec> privacy,
    ChecksSpec checks,
    String transform,
    DatasetSpec dataset) {
  /** The column of conformed rows that holds the event time. */
  public static final String EVENT_TIME = "event_time";

  public PipelineSpec {
    key = List.copyOf(key);
    privacy = List.copyOf(privacy);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a pipeline needs a key");
    }
  }
}
