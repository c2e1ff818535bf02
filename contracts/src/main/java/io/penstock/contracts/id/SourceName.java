package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a source, unique in a catalog. */
public record SourceName(@JsonValue String value) implements Comparable<SourceName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SourceName {
    Names.check("source name", value);
  }

  /**
   * The Kafka consumer group that lands the source. Groups that belong to no source begin with
   * {@code penstock.}, so that no name of a source collides with them.
   */
  public String consumerGroup() {
    return "penstock-" + value;
  }

  @Override
  public int compareTo(SourceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
