package io.penstock.lake.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The functions that SQL of users may call, from {@code allowed-functions.txt}. */
final class AllowedFunctions {
  private static final String RESOURCE = "allowed-functions.txt";
  private static final Map<String, Set<String>> GROUPS = read();

  static final Set<String> SCALARS = group("scalar");
  static final Set<String> OPERATORS = group("operator");
  static final Set<String> AGGREGATES = group("aggregate");

  /** Aggregates whose result depends on the order in which they meet the rows. */
  static final Set<String> ORDERED_AGGREGATES = group("ordered aggregate");

  static final Set<String> WINDOWS = group("window");

  /** Window functions that are arbitrary without an order. */
  static final Set<String> ORDERED_WINDOWS = group("ordered window");

  static final Set<String> TABLES = group("table");

  private AllowedFunctions() {}

  static boolean isAggregate(String name) {
    return AGGREGATES.contains(name) || ORDERED_AGGREGATES.contains(name);
  }

  private static Set<String> group(String name) {
    return Set.copyOf(Objects.requireNonNull(GROUPS.get(name), name));
  }

  private static Map<String, Set<String>> read() {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    Set<String> group = new HashSet<>();
    for (String line : text().lines().toList()) {
      if (line.startsWith("[")) {
        group = new HashSet<>();
        groups.put(line.substring(1, line.indexOf(']')), group);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        group.addAll(Arrays.asList(line.split(" ")));
      }
    }
    return groups;
  }

  private static String text() {
    try (InputStream in = AllowedFunctions.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
