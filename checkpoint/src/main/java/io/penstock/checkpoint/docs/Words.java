package io.penstock.checkpoint.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values as people read them. */
final class Words {
  private static final int LENGTH_MAX = 240;

  private Words() {}

  /** A value; long ones end in an ellipsis. */
  static String of(JsonNode value) {
    return cut(whole(value));
  }

  private static String whole(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "null";
    }
    if (value.isTextual()) {
      return value.textValue().isEmpty() ? "\"\"" : value.textValue();
    }
    if (value.isIntegralNumber()) {
      return value.canConvertToLong() ? count(value.longValue()) : value.asText();
    }
    if (value.isNumber()) {
      return number(value.doubleValue());
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .limit(LENGTH_MAX)
          .map(Words::whole)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .limit(LENGTH_MAX)
          .map((Map.Entry<String, JsonNode> field) ->
              field.getKey() + ": " + whole(field.getValue()))
          .collect(Collectors.joining(", "));
    }
    return value.toString();
  }

  /** A number of things: 1,234. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with as many digits as a person needs. */
  static String number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return count((long) number);
    }
    double size = Math.abs(number);
    if (size >= 1e15 || size < 1e-4) {
      return Double.toString(number);
    }
    String text = String.format(Locale.ROOT, size >= 1000 ? "%,.2f" : "%.6g", number);
    return text.contains(".") && !text.contains("e")
        ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "")
        : text;
  }

  /** A share: 12.5 %. */
  static String percent(JsonNode percent) {
    if (!percent.isNumber()) {
      return "–";
    }
    double value = percent.doubleValue();
    String text = value > 0 && value < 0.01 ? "< 0.01" : String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "") + " %";
  }

  /** The name of a type without what all have in common. */
  static String type(String type) {
    return type.replaceFirst("^expect_", "").replaceFirst("^column_", "").replace('_', ' ');
  }

  private static String cut(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }
}
