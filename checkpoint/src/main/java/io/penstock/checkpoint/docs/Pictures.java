package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.docs.Chart.Bar;
import io.penstock.checkpoint.docs.Chart.Limit;
import io.penstock.checkpoint.docs.Histogram.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a picture says better than numbers: where values are against a range, and how often each
 * comes.
 *
 * @param card the expectation
 */
record Pictures(ResultCard card) {
  private static final int VALUES_MAX = 12;

  void write(Html html) {
    card.histogram().ifPresent(histogram -> histogram(html, histogram));
    JsonNode details = card.json().path("result").path("details");
    if (!details.path("value_counts").isEmpty()) {
      valueCounts(html, details.path("value_counts"));
    } else if (details.path("observed_partition").path("weights").size() > 1) {
      partitions(html, details.path("observed_partition"), details.path("expected_partition"));
    }
  }

  private JsonNode kwargs() {
    return card.json().path("expectation_config").path("kwargs");
  }

  private void histogram(Html html, Histogram histogram) {
    OptionalDouble min = bound(kwargs().path("min_value"), histogram.unit());
    OptionalDouble max = bound(kwargs().path("max_value"), histogram.unit());
    boolean ofValues = ofValues();
    double width = (histogram.high() - histogram.low()) / histogram.counts().size();
    long greatest =
        Math.max(
            1,
            Math.max(
                Math.max(histogram.below(), histogram.above()),
                histogram.counts().stream().max(Comparator.naturalOrder()).orElse(0L)));
    List<Bar> bars = new ArrayList<>();
    if (histogram.below() > 0) {
      String label =
          "below %s: %s"
              .formatted(words(histogram.low(), histogram.unit()), Words.count(histogram.below()));
      boolean out = ofValues && min.isPresent() && histogram.low() <= min.getAsDouble();
      bars.add(new Bar(label, (double) histogram.below() / greatest, out));
    }
    int first = bars.size();
    for (int i = 0; i < histogram.counts().size(); i++) {
      double from = histogram.low() + i * width;
      String label =
          "%s to %s: %s"
              .formatted(
                  words(from, histogram.unit()),
                  words(from + width, histogram.unit()),
                  Words.count(histogram.counts().get(i)));
      boolean out =
          ofValues
              && ((min.isPresent() && from + width <= min.getAsDouble())
                  || (max.isPresent() && from >= max.getAsDouble()));
      bars.add(new Bar(label, (double) histogram.counts().get(i) / greatest, out));
    }
    if (histogram.above() > 0) {
      String label =
          "above %s: %s"
              .formatted(words(histogram.high(), histogram.unit()), Words.count(histogram.above()));
      boolean out = ofValues && max.isPresent() && histogram.high() >= max.getAsDouble();
      bars.add(new Bar(label, (double) histogram.above() / greatest, out));
    }
    List<Limit> limits = new ArrayList<>();
    for (OptionalDouble bound : List.of(min, max)) {
      if (bound.isPresent()
          && bound.getAsDouble() >= histogram.low()
          && bound.getAsDouble() <= histogram.high()
          && width > 0) {
        double place = (first + (bound.getAsDouble() - histogram.low()) / width) / bars.size();
        limits.add(new Limit(words(bound.getAsDouble(), histogram.unit()), place));
      }
    }
    String from = (histogram.below() > 0 ? "≤ " : "") + words(histogram.low(), histogram.unit());
    String to = (histogram.above() > 0 ? "≥ " : "") + words(histogram.high(), histogram.unit());
    html.element(
        "h4", histogram.unit() == Unit.LENGTH ? "Where the lengths are" : "Where the values are");
    Chart.histogram(
        html,
        "Histogram from %s to %s; the highest bar has %s values"
            .formatted(from, to, Words.count(greatest)),
        bars,
        limits,
        from,
        to);
  }

  /** Whether the range is one of values, and not of their mean or the like. */
  private boolean ofValues() {
    String type = card.json().path("expectation_config").path("type").asText();
    return type.equals("expect_column_values_to_be_between")
        || type.equals("expect_column_value_lengths_to_be_between")
        || type.equals("expect_column_max_to_be_between")
        || type.equals("expect_column_min_to_be_between");
  }

  private static OptionalDouble bound(JsonNode bound, Unit unit) {
    if (unit != Unit.TIME) {
      return bound.isNumber() ? OptionalDouble.of(bound.doubleValue()) : OptionalDouble.empty();
    }
    return bound.isTextual()
        ? time(bound.textValue())
            .map(instant -> OptionalDouble.of(ChronoUnit.MICROS.between(Instant.EPOCH, instant)))
            .orElse(OptionalDouble.empty())
        : OptionalDouble.empty();
  }

  private static Optional<Instant> time(String text) {
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      return Optional.of(
          iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String words(double value, Unit unit) {
    if (unit != Unit.TIME) {
      return Words.number(value);
    }
    Instant instant = Instant.EPOCH.plus((long) value, ChronoUnit.MICROS);
    String text = instant.truncatedTo(ChronoUnit.SECONDS).toString();
    return text.endsWith("T00:00:00Z") ? text.substring(0, text.length() - 10) : text;
  }

  private void valueCounts(Html html, JsonNode valueCounts) {
    Set<String> expected = new HashSet<>();
    kwargs().path("value_set").forEach(value -> expected.add(Words.of(value)));
    List<JsonNode> entries = new ArrayList<>();
    valueCounts.forEach(entries::add);
    entries.sort(Comparator.comparing((JsonNode entry) -> -entry.path("count").longValue()));
    long greatest = Math.max(1, entries.getFirst().path("count").longValue());
    html.element("h4", "How often each value comes");
    html.open("ul", "class", "bars");
    for (JsonNode entry : entries.subList(0, Math.min(entries.size(), VALUES_MAX))) {
      String value = Words.of(entry.path("value"));
      long count = entry.path("count").longValue();
      boolean out = !expected.isEmpty() && !expected.contains(value);
      bar(html, value, Words.count(count), 100.0 * count / greatest, out);
    }
    if (entries.size() > VALUES_MAX) {
      html.element("li", "and " + Words.count(entries.size() - VALUES_MAX) + " more values");
    }
    html.close();
  }

  private void partitions(Html html, JsonNode observed, JsonNode expected) {
    html.element("h4", "Observed shares, and expected ones");
    html.open("ul", "class", "bars");
    JsonNode weights = observed.path("weights");
    for (int i = 0; i < Math.min(weights.size(), 2 * VALUES_MAX); i++) {
      double share = weights.get(i).doubleValue();
      double wanted = expected.path("weights").path(i).doubleValue();
      bar(
          html,
          part(observed, i),
          "%s, expected %s".formatted(Words.number(share), Words.number(wanted)),
          100 * share,
          false);
    }
    html.close();
  }

  private static String part(JsonNode partition, int i) {
    if (partition.path("values").has(i)) {
      return Words.of(partition.path("values").get(i));
    }
    JsonNode bins = partition.path("bins");
    return bins.has(i + 1)
        ? Words.of(bins.get(i)) + " to " + Words.of(bins.get(i + 1))
        : "part " + (i + 1);
  }

  private static void bar(Html html, String name, String value, double percent, boolean out) {
    html.open("li");
    html.open("span", "class", "name").element("code", name);
    if (out) {
      html.text(" not expected");
    }
    html.close().text(" ").element("span", value, "class", "value");
    html.open(
        "svg",
        "class",
        "share",
        "viewBox",
        "0 0 100 4",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    html.open(
            "rect",
            "class",
            out ? "out" : "bar",
            "width",
            String.format(Locale.ROOT, "%.2f", Math.max(0.5, percent)),
            "height",
            "4")
        .close();
    html.close().close();
  }
}
