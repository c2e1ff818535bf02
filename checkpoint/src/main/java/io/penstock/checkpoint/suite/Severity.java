package io.penstock.checkpoint.suite;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a failed expectation matters. */
public enum Severity {
  /** Blocks; the default. */
  CRITICAL,
  /** Is reported. */
  WARNING,
  /** Is reported. */
  INFO;

  /** As Great Expectations writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Severity> parse(String text) {
    return Arrays.stream(values()).filter(severity -> severity.text().equals(text)).findFirst();
  }
}
