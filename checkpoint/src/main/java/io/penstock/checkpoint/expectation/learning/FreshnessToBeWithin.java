package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.Temporals;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * {@code penstock_table_freshness_to_be_within}: the newest value of a column of times is at most
 * {@code max_age} older than {@code as_of}. A column without values is not fresh.
 *
 * @param maxAge ISO 8601, such as {@code PT6H}
 * @param asOf usually {@code {"$PARAMETER": "window_end"}}
 */
record FreshnessToBeWithin(Column column, Duration maxAge, LocalDateTime asOf)
    implements AggregateExpectation {
  static FreshnessToBeWithin read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    if (!column.kind().temporal() && column.kind() != ColumnKind.UNKNOWN) {
      kwargs.problem(
          "column",
          "'%s' of type %s is neither date nor time".formatted(column.name(), column.type()));
    }
    return new FreshnessToBeWithin(column, duration(kwargs), time(kwargs));
  }

  private static Duration duration(Kwargs kwargs) {
    String text = kwargs.text("max_age");
    try {
      return text.isEmpty() ? Duration.ZERO : Duration.parse(text);
    } catch (DateTimeParseException e) {
      kwargs.problem("max_age", "must be a duration such as PT6H or P1D, not '%s'".formatted(text));
      return Duration.ZERO;
    }
  }

  private static LocalDateTime time(Kwargs kwargs) {
    String text = kwargs.text("as_of");
    Optional<LocalDateTime> time = Temporals.parse(text);
    if (time.isEmpty() && !text.isEmpty()) {
      kwargs.problem("as_of", "must be a time, not '%s'".formatted(text));
    }
    return time.orElse(LocalDateTime.MIN);
  }

  @Override
  public List<String> measures() {
    String time =
        column.kind() == ColumnKind.DATE ? "CAST(" + column.sql() + " AS TIMESTAMP)" : column.sql();
    return List.of("max(epoch_us(" + time + "))");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode newest = observations.value(0);
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    if (newest.isNull()) {
      return Evaluation.of(false, NullNode.instance).with("details", details.putNull("newest"));
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
            .plus(newest.longValue(), ChronoUnit.MICROS);
    Duration age = Duration.between(time, asOf);
    details.put("newest", time.toString());
    return Evaluation.of(age.compareTo(maxAge) <= 0, TextNode.valueOf(age.toString()))
        .with("details", details);
  }
}
