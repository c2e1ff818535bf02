package io.penstock.checkpoint.expectation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a filter of Spark's SQL ({@code a = 1 AND b IN ('x', 'y') OR c IS NULL}) as the expression
 * that {@link RowConditionParser} reads.
 */
final class SparkFilter {
  /** Texts and quoted names stay as they are; what is between them is translated. */
  private static final Pattern PART =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]+`|[^\"'`]+");

  private static final Pattern WORD =
      Pattern.compile("\\b(and|or|not|in|true|false)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_NULL =
      Pattern.compile("\\s+is\\s+not\\s+null\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NULL =
      Pattern.compile("\\s+is\\s+null\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern EQUAL = Pattern.compile("(?<![<>=!])=(?!=)");
  private static final Pattern IN = Pattern.compile("\\bin\\s*\\($");

  private SparkFilter() {}

  static String toExpression(String filter) {
    StringBuilder expression = new StringBuilder();
    Matcher parts = PART.matcher(filter);
    boolean inList = false;
    while (parts.find()) {
      String part = parts.group();
      if ("\"'`".indexOf(part.charAt(0)) >= 0) {
        expression.append(part);
      } else {
        for (char character : translated(part).toCharArray()) {
          boolean closes = inList && character == ')';
          expression.append(closes ? ']' : character);
          inList &= !closes;
          if (character == '(' && IN.matcher(expression).find()) {
            expression.setCharAt(expression.length() - 1, '[');
            inList = true;
          }
        }
      }
    }
    return expression.toString();
  }

  private static String translated(String part) {
    String text = NOT_NULL.matcher(part).replaceAll(".notnull()");
    text = NULL.matcher(text).replaceAll(".isnull()");
    text = EQUAL.matcher(text).replaceAll("==");
    return WORD.matcher(text).replaceAll(word -> word.group().toLowerCase(Locale.ROOT));
  }
}
