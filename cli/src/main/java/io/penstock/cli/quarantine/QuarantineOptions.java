package io.penstock.cli.quarantine;

import io.penstock.contracts.failure.PenstockException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which quarantined rows are meant. */
final class QuarantineOptions {
  private static final String BETWEEN = "..";

  @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipeline;

  @Option(
      names = "--window",
      paramLabel = "A[..B]",
      description =
          "Windows that start at A or later and before B (dates or instants, either may be left out); a single date means the windows of that day.")
  private @Nullable String window;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "Rows that break this rule: schema, an expectation's type, or its name as 'quarantine list' shows it.")
  private @Nullable String rule;

  String pipeline() {
    return pipeline;
  }

  Optional<String> rule() {
    return Optional.ofNullable(rule);
  }

  Optional<String> from() {
    return bound(0);
  }

  Optional<String> to() {
    return bound(1);
  }

  /** The bounds of a range; of one day if no range is given. */
  private Optional<String> bound(int which) {
    if (window == null) {
      return Optional.empty();
    }
    int at = window.indexOf(BETWEEN);
    if (at < 0) {
      return Optional.of(which == 0 ? window : dayAfter(window));
    }
    String text = which == 0 ? window.substring(0, at) : window.substring(at + BETWEEN.length());
    return Optional.of(text).filter(bound -> !bound.isEmpty());
  }

  private static String dayAfter(String date) {
    try {
      return LocalDate.parse(date).plusDays(1).toString();
    } catch (DateTimeParseException e) {
      throw PenstockException.user(
          "invalid-time",
          "--window takes a date (2001-01-31) or a range (2001-01-01..2001-02-01), not '%s'"
              .formatted(date),
          e);
    }
  }

  /** The same as query parameters, from ? on; empty if everything is meant. */
  String query() {
    List<String> parameters = new ArrayList<>();
    from().ifPresent(from -> parameters.add("from=" + encode(from)));
    to().ifPresent(to -> parameters.add("to=" + encode(to)));
    rule().ifPresent(name -> parameters.add("rule=" + encode(name)));
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  /** Paths are patterns: a percent sign stands doubled in them. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%", "%%");
  }
}
