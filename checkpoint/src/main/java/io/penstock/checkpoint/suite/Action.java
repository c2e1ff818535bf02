package io.penstock.checkpoint.suite;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of rows that break an expectation: {@code meta.penstock.action}. */
public enum Action {
  /** The checkpoint fails; the default. */
  FAIL,
  /** The rows are taken out, and the checkpoint goes on without them. */
  QUARANTINE,
  /** They are reported. */
  WARN;

  /** As it is written in a suite. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Action> parse(String text) {
    return Arrays.stream(values()).filter(action -> action.text().equals(text)).findFirst();
  }
}
