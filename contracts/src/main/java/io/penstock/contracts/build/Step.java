package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The steps of a build, in their order. */
public enum Step {
  CONFORM("conform"),
  CHECK_CONFORMED("check-conformed"),
  TRANSFORM("transform"),
  CHECK_OUTPUT("check-output");

  private final String text;

  Step(String text) {
    this.text = text;
  }

  /** The step that runs a checkpoint. */
  public static Step of(CheckpointName checkpoint) {
    return switch (checkpoint) {
      case CONFORMED -> CHECK_CONFORMED;
      case OUTPUT -> CHECK_OUTPUT;
    };
  }

  @JsonValue
  public String text() {
    return text;
  }

  @JsonCreator
  public static Step parse(String text) {
    return Arrays.stream(values())
        .filter(step -> step.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a step: " + text));
  }
}
