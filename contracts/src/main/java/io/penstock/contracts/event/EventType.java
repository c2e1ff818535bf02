package io.penstock.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The types of events that Penstock sends. The subject names what the event is about. */
public enum EventType {
  /** A source was registered or changed; subject: the source. */
  SOURCE_CHANGED("io.penstock.source.changed"),
  /** A topic-partition stopped because positions were lost; subject: the source. */
  SOURCE_LOST("io.penstock.source.lost"),
  /** A pipeline has windows that are due; subject: the pipeline. */
  PIPELINE_DUE("io.penstock.pipeline.due"),
  /** Builds were asked for; subject: the pipeline. */
  BUILD_REQUESTED("io.penstock.build.requested"),
  /** A build was rejected; subject: the build. */
  BUILD_REJECTED("io.penstock.build.rejected"),
  /** A build failed; subject: the build. */
  BUILD_FAILED("io.penstock.build.failed"),
  /** A version was published; subject: the dataset. */
  VERSION_PUBLISHED("io.penstock.version.published");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  @JsonCreator
  public static EventType parse(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not an event type: " + text));
  }
}
