package io.penstock.checkpoint.expectation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text as dateutil's {@code _timelex} does: into words, numbers (with their decimal
 * point), blanks and single other characters.
 */
final class DateTokens {
  private static final Pattern SEPARATOR = Pattern.compile("[.,]");

  private final String text;
  private int next;

  private enum State {
    START,
    WORD,
    NUMBER,
    DOTTED_WORD,
    DOTTED_NUMBER
  }

  private DateTokens(String text) {
    this.text = asciiDigits(text.replace("\0", ""));
  }

  /** Digits of other scripts are digits too. */
  private static String asciiDigits(String text) {
    StringBuilder ascii = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '9' && Character.isDigit(c)) {
        ascii.setCharAt(i, (char) ('0' + Character.digit(c, 10)));
      }
    }
    return ascii.toString();
  }

  static List<String> split(String text) {
    DateTokens reading = new DateTokens(text);
    List<String> tokens = new ArrayList<>();
    while (reading.next < reading.text.length()) {
      reading.addNext(tokens);
    }
    return tokens;
  }

  private void addNext(List<String> tokens) {
    StringBuilder token = new StringBuilder();
    State state = State.START;
    boolean letters = false;
    boolean ended = false;
    while (!ended && next < text.length()) {
      char c = text.charAt(next);
      State follows = follows(state, c, token);
      if (state == State.START) {
        token.append(Character.isWhitespace(c) ? ' ' : c);
        next++;
        ended = follows == State.START;
      } else if (follows == State.START) {
        ended = true;
      } else {
        token.append(c);
        next++;
      }
      letters |= state == State.WORD || state == State.DOTTED_WORD;
      state = ended ? state : follows;
    }
    finish(token.toString(), state, letters, tokens);
  }

  /** The state after a character; START if it does not belong to the token. */
  private static State follows(State state, char c, StringBuilder token) {
    boolean afterDot = !token.isEmpty() && token.charAt(token.length() - 1) == '.';
    return switch (state) {
      case START ->
          Character.isLetter(c) ? State.WORD : Character.isDigit(c) ? State.NUMBER : State.START;
      case WORD -> Character.isLetter(c) ? State.WORD : c == '.' ? State.DOTTED_WORD : State.START;
      case NUMBER ->
          Character.isDigit(c)
              ? State.NUMBER
              : c == '.' || (c == ',' && token.length() >= 2) ? State.DOTTED_NUMBER : State.START;
      case DOTTED_WORD ->
          c == '.' || Character.isLetter(c)
              ? State.DOTTED_WORD
              : Character.isDigit(c) && afterDot ? State.DOTTED_NUMBER : State.START;
      case DOTTED_NUMBER ->
          c == '.' || Character.isDigit(c)
              ? State.DOTTED_NUMBER
              : Character.isLetter(c) && afterDot ? State.DOTTED_WORD : State.START;
    };
  }

  /** A token with dots is one number or several tokens. */
  private static void finish(String token, State state, boolean letters, List<String> tokens) {
    boolean dotted = state == State.DOTTED_WORD || state == State.DOTTED_NUMBER;
    long dots = token.chars().filter(c -> c == '.').count();
    boolean separatorLast = token.endsWith(".") || token.endsWith(",");
    String first = token;
    List<String> rest = new ArrayList<>();
    if (dotted && (letters || dots > 1 || separatorLast)) {
      Matcher matcher = SEPARATOR.matcher(token);
      int from = 0;
      List<String> parts = new ArrayList<>();
      while (matcher.find()) {
        parts.add(token.substring(from, matcher.start()));
        parts.add(matcher.group());
        from = matcher.end();
      }
      parts.add(token.substring(from));
      first = parts.getFirst();
      parts.stream().skip(1).filter(part -> !part.isEmpty()).forEach(rest::add);
    }
    if (state == State.DOTTED_NUMBER && first.indexOf('.') < 0) {
      first = first.replace(',', '.');
    }
    tokens.add(first);
    tokens.addAll(rest);
  }
}
