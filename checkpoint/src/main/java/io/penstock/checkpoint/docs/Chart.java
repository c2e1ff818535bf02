package io.penstock.checkpoint.docs;

import java.util.List;
import java.util.Locale;

/** Small pictures, drawn inline and described in words for those who do not see them. */
final class Chart {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 90;
  private static final int BASE = 72;
  private static final int TOP = 14;

  private Chart() {}

  /**
   * A column of a histogram.
   *
   * @param label what it stands for
   * @param share of the greatest, from 0 to 1
   * @param unexpected whether its values are outside what is expected
   */
  record Bar(String label, double share, boolean unexpected) {}

  /**
   * A limit of what is expected.
   *
   * @param label its value
   * @param place from 0 at the left end to 1 at the right
   */
  record Limit(String label, double place) {}

  /** Bars from left to right over an axis. */
  static void histogram(
      Html html, String description, List<Bar> bars, List<Limit> limits, String from, String to) {
    html.open(
        "svg",
        "class",
        "chart",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        description);
    double step = (double) WIDTH / bars.size();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double height = bar.share() == 0 ? 0 : Math.max(1.5, bar.share() * (BASE - TOP));
      html.open(
              "rect",
              "class",
              bar.unexpected() ? "bar out" : "bar",
              "x",
              text(i * step + 0.75),
              "y",
              text(BASE - height),
              "width",
              text(Math.max(0.5, step - 1.5)),
              "height",
              text(height))
          .element("title", bar.label())
          .close();
    }
    html.open(
            "line", "class", "axis", "x1", "0", "x2", "" + WIDTH, "y1", "" + BASE, "y2", "" + BASE)
        .close();
    for (Limit limit : limits) {
      String x = text(limit.place() * WIDTH);
      html.open("line", "class", "limit", "x1", x, "x2", x, "y1", "0", "y2", "" + BASE).close();
      boolean left = limit.place() > 0.5;
      html.element(
          "text",
          limit.label(),
          "class",
          left ? "tick end" : "tick",
          "x",
          text(limit.place() * WIDTH + (left ? -4 : 4)),
          "y",
          "8");
    }
    html.element("text", from, "class", "tick", "x", "0", "y", "86");
    html.element("text", to, "class", "tick end", "x", "" + WIDTH, "y", "86");
    html.close();
  }

  /** How much of a whole is unexpected. */
  static void share(Html html, double percent, String description) {
    double width = percent <= 0 ? 0 : Math.max(1, Math.min(100, percent));
    html.open(
        "svg",
        "class",
        "share",
        "viewBox",
        "0 0 100 4",
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        description);
    html.open("rect", "class", "whole", "width", "100", "height", "4").close();
    html.open("rect", "class", "out", "width", text(width), "height", "4").close();
    html.close();
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
