package io.penstock.checkpoint.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates what Great Expectations takes as a parameter beside a name: {@code + - * /} and
 * parentheses over numbers, parameters, {@code datetime(2001, 1, 1)}, {@code timedelta(days=2)} and
 * {@code now()}. The clock is a parameter like others ({@code now}), which builds do not bind,
 * because equal builds have equal results.
 */
final class ParameterExpression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(\\d+(?:\\.\\d*)?|\\.\\d+)|([A-Za-z_][\\w.]*)|([-+*/(),=]))");
  private static final Map<String, Duration> SPANS =
      Map.of(
          "weeks", Duration.ofDays(7),
          "days", Duration.ofDays(1),
          "hours", Duration.ofHours(1),
          "minutes", Duration.ofMinutes(1),
          "seconds", Duration.ofSeconds(1),
          "milliseconds", Duration.ofMillis(1),
          "microseconds", Duration.ofNanos(1000));

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, JsonNode> parameters;
  private int next;

  /** A value on the way. */
  private sealed interface Value {
    record Number(BigDecimal value) implements Value {}

    record Time(LocalDateTime value) implements Value {}

    record Span(Duration value) implements Value {}
  }

  private ParameterExpression(Map<String, JsonNode> parameters) {
    this.parameters = parameters;
  }

  /**
   * The value of an expression.
   *
   * @throws IllegalArgumentException if it cannot be evaluated; the message says why
   */
  static JsonNode evaluate(String text, Map<String, JsonNode> parameters) {
    JsonNode whole = parameters.get(text);
    if (whole != null) {
      return whole;
    }
    ParameterExpression expression = new ParameterExpression(parameters);
    expression.tokenize(text);
    try {
      Value value = expression.sum();
      if (expression.next < expression.tokens.size()) {
        throw new IllegalArgumentException(
            "'%s' is not expected there".formatted(expression.peek()));
      }
      return switch (value) {
        case Value.Number(BigDecimal number) -> DecimalNode.valueOf(number);
        case Value.Time(LocalDateTime time) -> TextNode.valueOf(time.toString());
        case Value.Span span ->
            throw new IllegalArgumentException("a span of time is no value by itself");
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void tokenize(String text) {
    Matcher matcher = TOKEN.matcher(text.strip());
    int position = 0;
    while (position < text.strip().length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw new IllegalArgumentException(
            "'%s' is neither a parameter nor an expression".formatted(text));
      }
      tokens.add(matcher.group().strip());
      position = matcher.end();
    }
  }

  private Value sum() {
    Value left = product();
    while (peek().equals("+") || peek().equals("-")) {
      left = take().equals("+") ? add(left, product()) : add(left, negated(product()));
    }
    return left;
  }

  private Value product() {
    Value left = factor();
    while (peek().equals("*") || peek().equals("/")) {
      boolean times = take().equals("*");
      BigDecimal right = number(factor());
      BigDecimal by = times ? right : BigDecimal.ONE.divide(right, MathContext.DECIMAL64);
      left =
          switch (left) {
            case Value.Number(BigDecimal value) ->
                new Value.Number(
                    times ? value.multiply(right) : value.divide(right, MathContext.DECIMAL64));
            case Value.Span(Duration value) -> new Value.Span(times(value, by));
            case Value.Time time -> throw new IllegalArgumentException("a time has no multiple");
          };
    }
    return left;
  }

  private Value factor() {
    String token = take();
    if (token.equals("-")) {
      return negated(factor());
    }
    if (token.equals("(")) {
      Value inside = sum();
      expect(")");
      return inside;
    }
    if (!token.isEmpty() && (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.')) {
      return new Value.Number(new BigDecimal(token));
    }
    if (peek().equals("(")) {
      return call(token);
    }
    return parameter(token);
  }

  private Value call(String function) {
    take();
    Duration total = Duration.ZERO;
    List<Integer> numbers = new ArrayList<>();
    while (!peek().equals(")")) {
      if (tokens.size() > next + 1 && tokens.get(next + 1).equals("=")) {
        Duration unit = unit(take());
        take();
        total = total.plus(times(unit, number(sum())));
      } else {
        numbers.add(number(sum()).intValueExact());
      }
      if (peek().equals(",")) {
        take();
      }
    }
    expect(")");
    return switch (function) {
      case "now" -> parameter("now");
      case "timedelta" ->
          new Value.Span(numbers.isEmpty() ? total : total.plusDays(numbers.getFirst()));
      case "datetime" -> new Value.Time(time(numbers));
      default ->
          throw new IllegalArgumentException("there is no function '%s'".formatted(function));
    };
  }

  private static Duration unit(String name) {
    Duration unit = SPANS.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("timedelta has no '%s'".formatted(name));
    }
    return unit;
  }

  private static LocalDateTime time(List<Integer> parts) {
    if (parts.size() < 3) {
      throw new IllegalArgumentException("datetime needs a year, a month and a day");
    }
    LocalDateTime day = LocalDateTime.of(parts.get(0), parts.get(1), parts.get(2), 0, 0);
    return day.plusHours(parts.size() > 3 ? parts.get(3) : 0)
        .plusMinutes(parts.size() > 4 ? parts.get(4) : 0)
        .plusSeconds(parts.size() > 5 ? parts.get(5) : 0);
  }

  private Value parameter(String name) {
    JsonNode value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("'%s' has no value".formatted(name));
    }
    if (value.isNumber()) {
      return new Value.Number(value.decimalValue());
    }
    return new Value.Time(
        OffsetDateTime.parse(value.asText())
            .withOffsetSameInstant(ZoneOffset.UTC)
            .toLocalDateTime());
  }

  private static Value add(Value left, Value right) {
    if (left instanceof Value.Number(BigDecimal a) && right instanceof Value.Number(BigDecimal b)) {
      return new Value.Number(a.add(b));
    }
    if (left instanceof Value.Span(Duration a) && right instanceof Value.Span(Duration b)) {
      return new Value.Span(a.plus(b));
    }
    if (left instanceof Value.Time(LocalDateTime time)
        && right instanceof Value.Span(Duration span)) {
      return new Value.Time(time.plus(span));
    }
    throw new IllegalArgumentException("these cannot be added");
  }

  private static Value negated(Value value) {
    return switch (value) {
      case Value.Number(BigDecimal number) -> new Value.Number(number.negate());
      case Value.Span(Duration span) -> new Value.Span(span.negated());
      case Value.Time time -> throw new IllegalArgumentException("a time cannot be subtracted");
    };
  }

  private static BigDecimal number(Value value) {
    if (value instanceof Value.Number(BigDecimal number)) {
      return number;
    }
    throw new IllegalArgumentException("a number is needed there");
  }

  private static Duration times(Duration unit, BigDecimal factor) {
    return Duration.ofNanos(
        BigDecimal.valueOf(unit.toNanos()).multiply(factor).toBigInteger().longValueExact());
  }

  private void expect(String symbol) {
    if (!take().equals(symbol)) {
      throw new IllegalArgumentException("'%s' is missing".formatted(symbol));
    }
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    String token = peek();
    next++;
    return token;
  }
}
