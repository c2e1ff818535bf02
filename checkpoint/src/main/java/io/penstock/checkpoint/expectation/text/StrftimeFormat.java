package io.penstock.checkpoint.expectation.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether Python's {@code datetime.strptime} reads a text by a format: the same regular
 * expression as its {@code _strptime} module, in the C locale, and then the calendar.
 */
public final class StrftimeFormat {
  private static final Map<Character, String> DIRECTIVES =
      Map.ofEntries(
          Map.entry('d', "(?<d>3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9])"),
          Map.entry('f', "(?<f>[0-9]{1,6})"),
          Map.entry('H', "(?<H>2[0-3]|[0-1]\\d|\\d)"),
          Map.entry('I', "(?<I>1[0-2]|0[1-9]|[1-9])"),
          Map.entry('G', "(?<G>\\d\\d\\d\\d)"),
          Map.entry(
              'j', "(?<j>36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])"),
          Map.entry('m', "(?<m>1[0-2]|0[1-9]|[1-9])"),
          Map.entry('M', "(?<M>[0-5]\\d|\\d)"),
          Map.entry('S', "(?<S>6[0-1]|[0-5]\\d|\\d)"),
          Map.entry('U', "(?<U>5[0-3]|[0-4]\\d|\\d)"),
          Map.entry('W', "(?<W>5[0-3]|[0-4]\\d|\\d)"),
          Map.entry('w', "(?<w>[0-6])"),
          Map.entry('u', "(?<u>[1-7])"),
          Map.entry('V', "(?<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)"),
          Map.entry('y', "(?<y>\\d\\d)"),
          Map.entry('Y', "(?<Y>\\d\\d\\d\\d)"),
          Map.entry('z', "(?<z>[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|(?-i:Z))"),
          Map.entry('A', "(?<A>wednesday|thursday|saturday|tuesday|monday|friday|sunday)"),
          Map.entry('a', "(?<a>mon|tue|wed|thu|fri|sat|sun)"),
          Map.entry(
              'B',
              "(?<B>september|february|november|december|january|october|august|march|april"
                  + "|june|july|may)"),
          Map.entry('b', "(?<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"),
          Map.entry('p', "(?<p>am|pm)"),
          Map.entry('Z', "(?<Z>utc|gmt)"),
          Map.entry('%', "%"));
  private static final Map<Character, String> COMPOSED =
      Map.of('c', "%a %b %d %H:%M:%S %Y", 'x', "%m/%d/%y", 'X', "%H:%M:%S");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private final Pattern pattern;
  private final String format;

  private StrftimeFormat(Pattern pattern, String format) {
    this.pattern = pattern;
    this.format = format;
  }

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException if Python would refuse it; the message says why
   */
  public static StrftimeFormat of(String format) {
    String expanded = expand(format);
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < expanded.length(); i++) {
      char c = expanded.charAt(i);
      if (c == '%') {
        i++;
        String directive =
            Optional.ofNullable(i < expanded.length() ? DIRECTIVES.get(expanded.charAt(i)) : null)
                .orElseThrow(
                    () -> new IllegalArgumentException("bad directive in '" + format + "'"));
        if (!directive.equals("%") && regex.indexOf(directive) >= 0) {
          throw new IllegalArgumentException("the same directive twice in '" + format + "'");
        }
        regex.append(directive);
      } else if (Character.isWhitespace(c)) {
        if (regex.isEmpty() || !regex.toString().endsWith("\\s+")) {
          regex.append("\\s+");
        }
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return new StrftimeFormat(
        Pattern.compile(
            regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS),
        expanded);
  }

  private static String expand(String format) {
    StringBuilder expanded = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      String composed =
          c == '%' && i + 1 < format.length() ? COMPOSED.get(format.charAt(i + 1)) : null;
      if (composed != null) {
        expanded.append(composed);
        i++;
      } else {
        expanded.append(c);
        if (c == '%' && i + 1 < format.length()) {
          expanded.append(format.charAt(++i));
        }
      }
    }
    return expanded.toString();
  }

  /** Whether the whole text can be read, and is a time that exists. */
  public boolean matches(String text) {
    Matcher matcher = pattern.matcher(text);
    // As in Python, alternatives are not tried again to reach the end.
    if (!matcher.lookingAt() || matcher.end() != text.length()) {
      return false;
    }
    return number(matcher, 'S', 0) < 60 && exists(matcher);
  }

  private boolean exists(Matcher matcher) {
    int year = has('Y') ? number(matcher, 'Y', 1900) : has('G') ? number(matcher, 'G', 1900) : 1900;
    if (has('y') && !has('Y')) {
      int short2 = number(matcher, 'y', 0);
      year = short2 <= 68 ? 2000 + short2 : 1900 + short2;
    }
    try {
      LocalDate date = LocalDate.of(year, month(matcher), number(matcher, 'd', 1));
      return date.getYear() >= 1;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private int month(Matcher matcher) {
    if (has('m')) {
      return number(matcher, 'm', 1);
    }
    for (char directive : new char[] {'B', 'b'}) {
      if (has(directive)) {
        String name = matcher.group(String.valueOf(directive));
        return 1 + MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
      }
    }
    return 1;
  }

  private int number(Matcher matcher, char directive, int otherwise) {
    return has(directive)
        ? Integer.parseInt(matcher.group(String.valueOf(directive)).strip())
        : otherwise;
  }

  private boolean has(char directive) {
    return format.replace("%%", "").contains("%" + directive);
  }
}
