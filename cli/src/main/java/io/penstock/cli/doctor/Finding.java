package io.penstock.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that was found out about a deployment.
 *
 * @param part the service that it is about
 * @param words what is so
 * @param advice what to do about it; empty if nothing
 */
record Finding(Level level, String part, String words, String advice) {
  /** How bad it is. */
  enum Level {
    /** As it should be. */
    GOOD,
    /** Worth a look; work goes on. */
    WARNING,
    /** Something stands still until it is mended. */
    PROBLEM;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding good(String part, String words) {
    return new Finding(Level.GOOD, part, words, "");
  }

  static Finding warning(String part, String words, String advice) {
    return new Finding(Level.WARNING, part, words, advice);
  }

  static Finding problem(String part, String words, String advice) {
    return new Finding(Level.PROBLEM, part, words, advice);
  }
}
