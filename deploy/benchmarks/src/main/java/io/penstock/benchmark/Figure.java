package io.penstock.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the result.
 *
 * @param name what was measured
 * @param value how much; absent if this machine does not tell
 * @param unit of the value
 * @param aim what it should be, if that matters
 */
public record Figure(String name, Optional<Double> value, String unit, Optional<Aim> aim) {
  private static final String NOT_MEASURED = "not measured";

  public static Figure of(String name, double value, String unit) {
    return new Figure(name, Optional.of(value), unit, Optional.empty());
  }

  public Figure withAim(Aim aim) {
    return new Figure(name, value, unit, Optional.of(aim));
  }

  /** Whether the aim is met, if there is one and the value is known. */
  @JsonProperty
  Optional<Boolean> met() {
    return value.flatMap(v -> aim.map(a -> a.met(v)));
  }

  public String valueText() {
    return value.map(v -> number(v) + " " + unit).orElse(NOT_MEASURED).strip();
  }

  public String aimText() {
    return aim.map(a -> (a.text() + " " + unit).strip()).orElse("");
  }

  public String verdict() {
    return met().map(met -> met ? "met" : "MISSED").orElse("");
  }

  /** Three digits that matter, more only before the point. */
  public static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
