package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a row condition into values, names and symbols. */
final class RowConditionTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          \\s*(?:
            (?<number>[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)
          | "(?<double>(?:[^"\\\\]|\\\\.)*)" | '(?<single>(?:[^'\\\\]|\\\\.)*)'
          | `(?<quoted>[^`]+)`
          | (?<name>[\\p{L}_][\\p{L}\\p{N}_]*)
          | (?<symbol>==|!=|<>|<=|>=|[<>()\\[\\],.&|~])
          )\
          """,
          Pattern.COMMENTS);

  private RowConditionTokens() {}

  enum Kind {
    VALUE,
    NAME,
    QUOTED,
    SYMBOL,
    END
  }

  /**
   * A part of the text.
   *
   * @param text the part; of a value or a quoted name, what it stands for
   * @param value of kind VALUE, the value; null of the others
   */
  record Token(Kind kind, String text, JsonNode value) {
    boolean is(String... words) {
      return kind != Kind.VALUE && kind != Kind.QUOTED && List.of(words).contains(text);
    }
  }

  /** The tokens of a text, and behind them one of kind {@link Kind#END}. */
  static List<Token> of(String text) throws BadConditionException {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text.stripTrailing());
    int position = 0;
    while (position < text.stripTrailing().length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw new BadConditionException(
            "cannot be understood from character %d: %s"
                .formatted(position, text.substring(position)));
      }
      tokens.add(token(matcher));
      position = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end", NullNode.instance));
    return tokens;
  }

  private static Token token(Matcher matcher) {
    String number = matcher.group("number");
    if (number != null) {
      return new Token(Kind.VALUE, number, DecimalNode.valueOf(new BigDecimal(number)));
    }
    for (String quote : List.of("double", "single")) {
      String text = matcher.group(quote);
      if (text != null) {
        return new Token(Kind.VALUE, text, TextNode.valueOf(text.replaceAll("\\\\(.)", "$1")));
      }
    }
    if (matcher.group("quoted") != null) {
      return new Token(Kind.QUOTED, matcher.group("quoted"), NullNode.instance);
    }
    String name = matcher.group("name");
    return name != null
        ? new Token(Kind.NAME, name, NullNode.instance)
        : new Token(Kind.SYMBOL, matcher.group("symbol"), NullNode.instance);
  }
}
