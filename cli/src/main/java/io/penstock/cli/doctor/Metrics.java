package io.penstock.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics of one service, in Prometheus' text format. */
record Metrics(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("(?<name>[a-zA-Z_:][\\w:]*)(?:\\{(?<labels>.*)})? (?<value>\\S+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  Metrics {
    samples = List.copyOf(samples);
  }

  /** What a text holds; lines that are no samples are left out. */
  static Metrics of(String text) {
    List<Sample> samples = new ArrayList<>();
    text.lines()
        .forEach(line -> {
          Matcher matcher = LINE.matcher(line);
          if (matcher.matches()) {
            samples.add(sample(matcher));
          }
        });
    return new Metrics(samples);
  }

  private static Sample sample(Matcher line) {
    Map<String, String> labels = new TreeMap<>();
    String text = line.group("labels");
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    String value = line.group("value");
    return new Sample(
        line.group("name"),
        labels,
        switch (value) {
          case "+Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(value);
        });
  }

  /** Sums of a metric by the value of a label; samples without it are left out. */
  Map<String, Double> sumBy(String name, String label) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().containsKey(label))
        .collect(
            Collectors.groupingBy(
                sample -> String.valueOf(sample.labels().get(label)),
                TreeMap::new,
                Collectors.summingDouble(Sample::value)));
  }

  /** The greatest value of a metric, 0 if there is none. */
  double max(String name) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .max()
        .orElse(0);
  }
}
