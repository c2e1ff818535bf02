package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Kafka's id of a topic (a UUID in URL-safe base64, 22 characters). A topic that is deleted and
 * created again under its old name has another one.
 */
public record TopicId(@JsonValue String value) implements Comparable<TopicId> {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_-]{22}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TopicId {
    if (!BASE64.matcher(value).matches()) {
      throw new IllegalArgumentException("not a Kafka topic id: " + value);
    }
  }

  @Override
  public int compareTo(TopicId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
