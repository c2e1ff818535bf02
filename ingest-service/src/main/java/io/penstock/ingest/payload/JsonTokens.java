package io.penstock.ingest.payload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The tokens of JSON in valid UTF-8: checks them and says where they end. */
final class JsonTokens {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long BLANKS = ONES * ' ';

  private byte[] json = {};
  private boolean hadEscapes;

  void of(byte[] utf8) {
    json = utf8;
  }

  /** Whether the latest string has escape sequences. */
  boolean hadEscapes() {
    return hadEscapes;
  }

  boolean is(int at, char expected) {
    return at < json.length && json[at] == expected;
  }

  byte at(int at) throws NotJsonException {
    if (at >= json.length) {
      throw ends();
    }
    return json[at];
  }

  /** Steps over a character that must be there. */
  int expect(int at, char expected, String what) throws NotJsonException {
    if (at >= json.length) {
      throw ends();
    }
    if (json[at] != expected) {
      throw wrong(at, "expected " + what);
    }
    return at + 1;
  }

  int skipBlanks(int from) {
    int at = from;
    while (at < json.length) {
      byte b = json[at];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        break;
      }
      at++;
    }
    return at;
  }

  /** The end of a string, number, or literal. */
  int scalar(int start) throws NotJsonException {
    return switch (at(start)) {
      case '"' -> string(start + 1);
      case 't' -> literal(start, "true");
      case 'f' -> literal(start, "false");
      case 'n' -> literal(start, "null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(start);
      default -> throw wrong(start, "expected a value");
    };
  }

  private int literal(int start, String text) throws NotJsonException {
    for (int i = 0; i < text.length(); i++) {
      if (at(start + i) != text.charAt(i)) {
        throw wrong(start, "expected a value");
      }
    }
    return start + text.length();
  }

  private int number(int start) throws NotJsonException {
    int at = is(start, '-') ? start + 1 : start;
    at = is(at, '0') ? at + 1 : digits(at);
    if (is(at, '.')) {
      at = digits(at + 1);
    }
    if (is(at, 'e') || is(at, 'E')) {
      at++;
      at = digits(is(at, '+') || is(at, '-') ? at + 1 : at);
    }
    return at;
  }

  /** One digit or more. */
  private int digits(int start) throws NotJsonException {
    byte[] bytes = json;
    int at = start;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      at(start);
      throw wrong(start, "expected a digit");
    }
    return at;
  }

  /**
   * The end of a string, that is the position after its closing quote.
   *
   * @param from the position after its opening quote
   */
  int string(int from) throws NotJsonException {
    hadEscapes = false;
    int at = from;
    while (true) {
      at = skipPlain(at);
      byte b = at(at);
      if (b == '"') {
        return at + 1;
      }
      if (b == '\\') {
        hadEscapes = true;
        at = escape(at);
      } else if (b >= 0 && b < ' ') {
        throw wrong(at, "a control character must be escaped");
      } else {
        at++;
      }
    }
  }

  /**
   * The end of a field name, as of a {@link #string}. Escape sequences must not leave half of a
   * surrogate pair: no other reader of JSON could name the field.
   */
  int name(int from) throws NotJsonException {
    int end = string(from);
    if (hadEscapes && hasHalfPair(text(from, end - 1, true))) {
      throw wrong(from, "half of a surrogate pair in a field name");
    }
    return end;
  }

  private static boolean hasHalfPair(String text) {
    return text.codePoints()
        .anyMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c));
  }

  /** Eight bytes at a time, up to those that hold a quote, a backslash or a control character. */
  private int skipPlain(int from) {
    int at = from;
    while (at + Long.BYTES <= json.length) {
      long bytes = (long) LONG.get(json, at);
      long special =
          (zeros(bytes ^ QUOTES) | zeros(bytes ^ BACKSLASHES) | ((bytes - BLANKS) & ~bytes))
              & HIGH_BITS;
      if (special != 0) {
        return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    return at;
  }

  /** High bits where bytes are zero; above the lowest of them there may be more. */
  private static long zeros(long bytes) {
    return (bytes - ONES) & ~bytes;
  }

  private int escape(int backslash) throws NotJsonException {
    return switch (at(backslash + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
      case 'u' -> {
        for (int i = backslash + 2; i < backslash + 6; i++) {
          if (!HexFormat.isHexDigit(at(i))) {
            throw wrong(i, "expected a hexadecimal digit");
          }
        }
        yield backslash + 6;
      }
      default -> throw wrong(backslash, "no such escape sequence");
    };
  }

  /** The text between two positions of a string that was checked. */
  String text(int from, int to, boolean hasEscapes) {
    String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
    return hasEscapes ? unescaped(raw) : raw;
  }

  private static String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    for (int escape = raw.indexOf('\\'); escape >= 0; escape = raw.indexOf('\\', at)) {
      text.append(raw, at, escape);
      char c = raw.charAt(escape + 1);
      if (c == 'u') {
        at = escape + 6;
        text.append((char) HexFormat.fromHexDigits(raw, escape + 2, at));
      } else {
        at = escape + 2;
        text.append(
            switch (c) {
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> c;
            });
      }
    }
    return text.append(raw, at, raw.length()).toString();
  }

  private NotJsonException ends() {
    return wrong(json.length, "it ends here");
  }

  private static NotJsonException wrong(int at, String what) {
    return new NotJsonException("not JSON at byte %d: %s".formatted(at, what));
  }
}
