package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Great Expectations takes for a number or a flag: beside JSON's own also texts that Python
 * reads as such. NaN is left out, as nothing compares with it.
 */
final class Conversions {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,38}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]{1,300}(\\.[0-9]{0,300})?|\\.[0-9]{1,300})");
  private static final Pattern EXPONENT =
      Pattern.compile("[+-]?([0-9]{1,300}(\\.[0-9]{0,300})?|\\.[0-9]{1,300})[eE][+-]?[0-9]{1,9}");
  private static final Pattern INFINITE = Pattern.compile("[+-]?(?i:inf|infinity)");
  private static final Set<String> YES = Set.of("1", "on", "t", "true", "y", "yes");
  private static final Set<String> NO = Set.of("0", "off", "f", "false", "n", "no");

  private Conversions() {}

  /** A number. */
  static Optional<JsonNode> number(JsonNode value) {
    if (value.isNumber()) {
      return Double.isNaN(value.doubleValue()) ? Optional.empty() : Optional.of(value);
    }
    if (value.isBoolean()) {
      return Optional.of(IntNode.valueOf(value.booleanValue() ? 1 : 0));
    }
    if (!value.isTextual()) {
      return Optional.empty();
    }
    String text = value.textValue().strip();
    if (DECIMAL.matcher(text).matches()) {
      return Optional.of(DecimalNode.valueOf(new BigDecimal(text)));
    }
    if (EXPONENT.matcher(text).matches()) {
      return Optional.of(DoubleNode.valueOf(Double.parseDouble(text)));
    }
    return INFINITE.matcher(text).matches()
        ? Optional.of(
            DoubleNode.valueOf(
                text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY))
        : Optional.empty();
  }

  /** A whole number; of a fraction its whole part, but a text must be whole. */
  static Optional<JsonNode> whole(JsonNode value) {
    if (value.isTextual() && !WHOLE.matcher(value.textValue().strip()).matches()) {
      return Optional.empty();
    }
    return number(value)
        .filter(number -> !Double.isInfinite(number.doubleValue()))
        .map(number ->
            number.isIntegralNumber()
                ? number
                : BigIntegerNode.valueOf(number.decimalValue().toBigInteger()));
  }

  /** True or false. */
  static Optional<Boolean> flag(JsonNode value) {
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue());
    }
    if (value.isNumber()) {
      double number = value.doubleValue();
      return number == 0 || number == 1 ? Optional.of(number == 1) : Optional.empty();
    }
    String word = value.asText().toLowerCase(Locale.ROOT);
    if (!value.isTextual() || !(YES.contains(word) || NO.contains(word))) {
      return Optional.empty();
    }
    return Optional.of(YES.contains(word));
  }
}
