package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The boundaries at which a suite is checked. */
public enum CheckpointName {
  /** The conformed rows of the window, before duplicates are removed. */
  CONFORMED("conformed"),
  /** The rows of the files that are to be published. */
  OUTPUT("output");

  private final String text;

  CheckpointName(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  @JsonCreator
  public static CheckpointName parse(String text) {
    return Arrays.stream(values())
        .filter(name -> name.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a checkpoint: " + text));
  }
}
