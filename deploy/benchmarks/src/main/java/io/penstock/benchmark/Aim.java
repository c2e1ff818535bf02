package io.penstock.benchmark;

/**
 * What a figure should be.
 *
 * @param bound the limit, in the figure's unit
 * @param atMost whether the figure should not be above it, rather than not below
 */
public record Aim(double bound, boolean atMost) {
  public static Aim atMost(double bound) {
    return new Aim(bound, true);
  }

  public static Aim atLeast(double bound) {
    return new Aim(bound, false);
  }

  boolean met(double value) {
    return atMost ? value <= bound : value >= bound;
  }

  /** Such as {@code ≤ 1.2}. */
  String text() {
    return (atMost ? "≤ " : "≥ ") + Figure.number(bound);
  }
}
