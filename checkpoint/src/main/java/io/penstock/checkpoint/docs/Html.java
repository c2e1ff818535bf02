package io.penstock.checkpoint.docs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML. Every text and every attribute goes through here and is escaped here; control
 * characters, and those that turn the direction of text, are shown by their number.
 */
final class Html {
  private final StringBuilder out = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element. */
  Html open(String element, String... attributes) {
    tag(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    String element = open.pop();
    out.append("</").append(element).append('>');
    if (!element.equals("span") && !element.equals("code") && !element.equals("b")) {
      out.append('\n');
    }
    return this;
  }

  /** An element that has no content. */
  Html empty(String element, String... attributes) {
    tag(element, attributes);
    return this;
  }

  /** An element that holds a text. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** A text that anybody may have written. */
  Html text(String text) {
    escape(text);
    return this;
  }

  /** The style sheet, which is ours. */
  Html style(String css) {
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.append((char) c);
            default -> {
              if (unseen(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
  }

  private static boolean unseen(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x2069)
        || c == 0xfeff;
  }

  /** The page; every element that is open is closed. */
  String page() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString();
  }
}
