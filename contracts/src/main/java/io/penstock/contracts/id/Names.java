package io.penstock.contracts.id;

import io.penstock.contracts.failure.PenstockException;
import java.util.regex.Pattern;

/** The one rule for names: they stand in object keys, URLs and workflow ids as they are. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Names() {}

  static void check(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw PenstockException.user(
          "invalid-name",
          "'%s' is not a %s: use 1 to 128 letters, digits, '.', '_' or '-', starting with a letter or digit"
              .formatted(value, what));
    }
  }
}
