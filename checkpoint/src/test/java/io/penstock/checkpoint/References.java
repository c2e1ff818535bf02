package io.penstock.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What each expectation means, in plain Java over a few rows. */
final class References {
  private References() {}

  /** A row; every value can be missing. */
  record Row(Integer i, Integer k, Double d, String s, Boolean b) {
    /** A value; NaN is a missing one, and the two zeros are one. */
    Object get(String column) {
      return switch (column) {
        case "i" -> i;
        case "k" -> k;
        case "d" -> d == null || d.isNaN() ? null : (Object) (d + 0.0);
        case "s" -> s;
        case "b" -> b;
        default -> throw new IllegalArgumentException(column);
      };
    }

    Double number(String column) {
      return get(column) instanceof Number number ? number.doubleValue() : null;
    }
  }

  /** An expectation and what it means. */
  sealed interface Reference {
    String type();

    String kwargs();
  }

  /**
   * About rows.
   *
   * @param split for a table: which rows count, and which of these are unexpected
   */
  record OfRows(String type, String kwargs, Function<List<Row>, Split> split)
      implements Reference {}

  /** Rows by number. */
  record Split(long considered, List<Integer> unexpected) {}

  /**
   * About the table as a whole.
   *
   * @param success the verdict
   * @param observed the observed value, null if it is not compared
   */
  record OfTable(
      String type,
      String kwargs,
      Predicate<List<Row>> success,
      Function<List<Row>, Object> observed)
      implements Reference {}

  static List<Reference> all() {
    return Stream.of(map(), order(), several(), aggregates(), sets(), quantiles(), table())
        .flatMap(List::stream)
        .toList();
  }

  // --------------------------------------------------------------------------------------- rows

  private static Split split(List<Row> rows, Predicate<Row> considered, Predicate<Row> expected) {
    List<Integer> unexpected =
        IntStream.range(0, rows.size())
            .filter(n -> considered.test(rows.get(n)) && !expected.test(rows.get(n)))
            .boxed()
            .toList();
    return new Split(rows.stream().filter(considered).count(), unexpected);
  }

  private static Reference values(
      String type, String column, String more, Predicate<Object> expected) {
    return new OfRows(
        "expect_column_" + type,
        "\"column\": \"" + column + "\"" + more,
        rows -> split(rows, row -> row.get(column) != null, row -> expected.test(row.get(column))));
  }

  private static Reference texts(String type, String more, Predicate<String> expected) {
    return values(type, "s", more, value -> expected.test((String) value));
  }

  private static Predicate<Object> number(Predicate<Double> test) {
    return value -> test.test(((Number) value).doubleValue());
  }

  private static List<Reference> map() {
    return List.of(
        new OfRows(
            "expect_column_values_to_not_be_null",
            "\"column\": \"d\"",
            rows -> split(rows, row -> true, row -> row.get("d") != null)),
        new OfRows(
            "expect_column_values_to_be_null",
            "\"column\": \"d\"",
            rows -> split(rows, row -> true, row -> row.get("d") == null)),
        new OfRows(
            "expect_column_values_to_not_be_null",
            "\"column\": \"s\", \"row_condition\": \"i > 0\"",
            rows -> split(rows, row -> row.i() != null && row.i() > 0, row -> row.s() != null)),
        values(
            "values_to_be_between",
            "d",
            ", \"min_value\": 0, \"max_value\": 2",
            number(v -> v >= 0 && v <= 2)),
        values(
            "values_to_be_between",
            "d",
            ", \"min_value\": 0, \"max_value\": 2, \"strict_min\": true, \"strict_max\": true",
            number(v -> v > 0 && v < 2)),
        values("values_to_be_between", "i", ", \"min_value\": -0.5", number(v -> v >= -0.5)),
        texts(
            "values_to_be_between",
            ", \"min_value\": \"a\", \"max_value\": \"b\"",
            v -> compare(v, "a") >= 0 && compare(v, "b") <= 0),
        new OfRows(
            "expect_column_values_to_be_between",
            "\"column\": \"i\", \"max_value\": 0, \"row_condition\": \"s == 'a' or k != 1\"",
            rows ->
                split(
                    rows,
                    row -> row.i() != null && ("a".equals(row.s()) || !Objects.equals(row.k(), 1)),
                    row -> row.i() <= 0)),
        values(
            "values_to_be_in_set", "d", ", \"value_set\": [0, 0.5, 9]", Set.of(0.0, 0.5)::contains),
        values("values_to_be_in_set", "b", ", \"value_set\": [true]", v -> (Boolean) v),
        texts(
            "values_to_be_in_set",
            ", \"value_set\": [\"a\", \"ä\", \"🤦\", \"a\\u0000\", 5, null]",
            Set.of("a", "ä", "🤦", "a\u0000")::contains),
        texts(
            "values_to_not_be_in_set",
            ", \"value_set\": [\"a\", \"\", null]",
            v -> !Set.of("a", "").contains(v)),
        texts(
            "value_lengths_to_be_between",
            ", \"min_value\": 1, \"max_value\": 2",
            v -> length(v) >= 1 && length(v) <= 2),
        texts(
            "value_lengths_to_be_between",
            ", \"max_value\": 2, \"strict_max\": true",
            v -> length(v) < 2),
        texts("value_lengths_to_equal", ", \"value\": 1", v -> length(v) == 1),
        texts(
            "values_to_match_regex",
            ", \"regex\": \"^[aä]|c$\"",
            v -> v.startsWith("a") || v.startsWith("ä") || v.endsWith("c")),
        values("values_to_not_match_regex", "i", ", \"regex\": \"-\"", number(v -> v >= 0)),
        texts(
            "values_to_match_regex_list",
            ", \"regex_list\": [\"a\", \"b\"]",
            v -> v.contains("a") || v.contains("b")),
        texts(
            "values_to_match_regex_list",
            ", \"regex_list\": [\"a\", \"b\"], \"match_on\": \"all\"",
            v -> v.contains("a") && v.contains("b")),
        texts(
            "values_to_not_match_regex_list",
            ", \"regex_list\": [\"a\", \"b\"]",
            v -> !v.contains("a") && !v.contains("b")),
        texts("values_to_match_like_pattern", ", \"like_pattern\": \"a%\"", v -> v.startsWith("a")),
        texts("values_to_not_match_like_pattern", ", \"like_pattern\": \"_\"", v -> length(v) != 1),
        texts(
            "values_to_match_like_pattern_list",
            ", \"like_pattern_list\": [\"a%\", \"%b\"]",
            v -> v.startsWith("a") || v.endsWith("b")),
        texts(
            "values_to_match_like_pattern_list",
            ", \"like_pattern_list\": [\"a%\", \"%b\"], \"match_on\": \"all\"",
            v -> v.startsWith("a") && v.endsWith("b")),
        texts(
            "values_to_not_match_like_pattern_list",
            ", \"like_pattern_list\": [\"a%\", \"%b\"]",
            v -> !v.startsWith("a") && !v.endsWith("b")),
        texts(
            "values_to_be_dateutil_parseable",
            "",
            Set.of("2024-01-31", "3 March 2024", "17")::contains),
        texts(
            "values_to_match_strftime_format",
            ", \"strftime_format\": \"%Y-%m-%d\"",
            "2024-01-31"::equals),
        texts(
            "values_to_be_json_parseable",
            "",
            Set.of("17", "{\"a\": 1}", "{\"a\": \"x\"}")::contains),
        texts(
            "values_to_match_json_schema",
            ", \"json_schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}}",
            "{\"a\": 1}"::equals),
        new OfRows(
            "expect_column_value_z_scores_to_be_less_than",
            "\"column\": \"i\", \"threshold\": 1, \"double_sided\": true",
            References::scores));
  }

  /** Shares that are as good as 1 are left out of the domain: integers give no such scores. */
  private static Split scores(List<Row> rows) {
    double[] values = rows.stream().filter(row -> row.i() != null).mapToDouble(Row::i).toArray();
    double deviation = deviation(values);
    double mean = Arrays.stream(values).average().orElse(0);
    return split(
        rows,
        row -> row.i() != null,
        row -> !(deviation > 0) || Math.abs(row.i() - mean) / deviation < 1);
  }

  private static List<Reference> order() {
    return List.of(
        ordered("increasing", ", \"strictly\": true", (before, value) -> value > before),
        ordered("increasing", "", (before, value) -> value >= before),
        ordered("decreasing", ", \"strictly\": true", (before, value) -> value < before),
        ordered("decreasing", "", (before, value) -> value <= before),
        unique("d"),
        unique("s"));
  }

  private interface Step {
    boolean fine(int before, int value);
  }

  private static Reference ordered(String direction, String more, Step step) {
    return new OfRows(
        "expect_column_values_to_be_" + direction,
        "\"column\": \"i\"" + more,
        rows -> {
          List<Integer> unexpected = new ArrayList<>();
          Integer before = null;
          for (int n = 0; n < rows.size(); n++) {
            Integer value = rows.get(n).i();
            if (value != null) {
              if (before != null && !step.fine(before, value)) {
                unexpected.add(n);
              }
              before = value;
            }
          }
          return new Split(rows.stream().filter(row -> row.i() != null).count(), unexpected);
        });
  }

  private static Reference unique(String column) {
    return new OfRows(
        "expect_column_values_to_be_unique",
        "\"column\": \"" + column + "\"",
        rows -> {
          List<Object> values = present(rows, column);
          return split(
              rows,
              row -> row.get(column) != null,
              row -> Collections.frequency(values, row.get(column)) == 1);
        });
  }

  private static List<Reference> several() {
    List<Reference> references = new ArrayList<>();
    Map<String, Predicate<List<Object>>> pairs =
        Map.of(
            "both_values_are_missing", values -> values.stream().anyMatch(Objects::nonNull),
            "either_value_is_missing", values -> values.stream().allMatch(Objects::nonNull),
            "neither", values -> true);
    Map<String, Predicate<List<Object>>> groups =
        Map.of(
            "all_values_are_missing", values -> values.stream().anyMatch(Objects::nonNull),
            "any_value_is_missing", values -> values.stream().allMatch(Objects::nonNull),
            "never", values -> true);
    pairs.forEach((word, considered) -> {
      String kwargs =
          "\"column_A\": \"i\", \"column_B\": \"k\", \"ignore_row_if\": \"" + word + "\"";
      references.add(pair("values_a_to_be_greater_than_b", kwargs, considered, (a, b) -> a > b));
      references.add(
          pair(
              "values_a_to_be_greater_than_b",
              kwargs + ", \"or_equal\": true",
              considered,
              (a, b) -> a >= b));
      references.add(pair("values_to_be_equal", kwargs, considered, (a, b) -> a == b));
      references.add(
          new OfRows(
              "expect_column_pair_values_to_be_in_set",
              kwargs + ", \"value_pairs_set\": [[0, 1], [null, 1], [2, 2]]",
              rows ->
                  split(
                      rows,
                      row -> considered.test(list(row, "i", "k")),
                      row ->
                          Set.of(List.of(0, 1), Arrays.asList(null, 1), List.of(2, 2))
                              .contains(list(row, "i", "k")))));
    });
    groups.forEach((word, considered) -> {
      String more = ", \"ignore_row_if\": \"" + word + "\"";
      references.add(
          new OfRows(
              "expect_compound_columns_to_be_unique",
              "\"column_list\": [\"i\", \"d\"]" + more,
              rows -> {
                List<List<Object>> counted =
                    rows.stream().map(row -> list(row, "i", "d")).filter(considered).toList();
                return split(
                    rows,
                    row -> considered.test(list(row, "i", "d")),
                    row -> Collections.frequency(counted, list(row, "i", "d")) == 1);
              }));
      references.add(
          group(
              "expect_multicolumn_sum_to_equal",
              ", \"sum_total\": 2" + more,
              considered,
              row -> row.i() != null && row.k() != null && row.i() + row.k() == 2));
      references.add(
          group(
              "expect_select_column_values_to_be_unique_within_record",
              more,
              considered,
              row -> !Objects.equals(row.i(), row.k())));
      references.add(
          group(
              "expect_multicolumn_values_to_be_unique",
              more,
              considered,
              row -> !Objects.equals(row.i(), row.k())));
      references.add(
          group(
              "expect_multicolumn_values_to_be_equal",
              more,
              considered,
              row -> Objects.equals(row.i(), row.k())));
    });
    return references;
  }

  private static Reference pair(
      String type, String kwargs, Predicate<List<Object>> considered, Step step) {
    return new OfRows(
        "expect_column_pair_" + type,
        kwargs,
        rows ->
            split(
                rows,
                row -> considered.test(list(row, "i", "k")),
                row -> row.i() != null && row.k() != null && step.fine(row.i(), row.k())));
  }

  private static Reference group(
      String type, String more, Predicate<List<Object>> considered, Predicate<Row> expected) {
    return new OfRows(
        type,
        "\"column_list\": [\"i\", \"k\"]" + more,
        rows -> split(rows, row -> considered.test(list(row, "i", "k")), expected));
  }

  // ------------------------------------------------------------------------------- aggregates

  private static Reference aggregate(
      String type, String column, double min, double max, Function<List<Row>, Double> value) {
    return new OfTable(
        "expect_column_" + type + "_to_be_between",
        "\"column\": \"%s\", \"min_value\": %s, \"max_value\": %s"
            .formatted(column, text(min), text(max)),
        rows -> {
          Double observed = value.apply(rows);
          return observed != null && observed >= min && observed <= max;
        },
        value::apply);
  }

  private static String text(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static List<Reference> aggregates() {
    return List.of(
        aggregate("max", "i", -1, 2, rows -> numbers(rows, "i").max().orElse(null)),
        aggregate("min", "i", -2, 1, rows -> numbers(rows, "i").min().orElse(null)),
        aggregate("max", "d", 0, 2, rows -> numbers(rows, "d").max().orElse(null)),
        aggregate("mean", "i", -1, 1, rows -> numbers(rows, "i").mean()),
        aggregate("median", "i", -1, 1, rows -> numbers(rows, "i").median()),
        aggregate("median", "d", 0, 1, rows -> numbers(rows, "d").median()),
        aggregate(
            "stdev",
            "i",
            0,
            2,
            rows -> {
              double deviation = deviation(numbers(rows, "i").sorted());
              return Double.isNaN(deviation) ? null : deviation;
            }),
        aggregate("sum", "i", -2, 2, rows -> Arrays.stream(numbers(rows, "i").sorted()).sum()),
        aggregate("unique_value_count", "s", 2, 5, rows -> (double) distinct(rows, "s").size()),
        aggregate("unique_value_count", "d", 2, 3, rows -> (double) distinct(rows, "d").size()),
        aggregate(
            "proportion_of_unique_values",
            "d",
            0.5,
            1,
            rows ->
                present(rows, "d").isEmpty()
                    ? 0
                    : (double) distinct(rows, "d").size() / present(rows, "d").size()),
        aggregate(
            "proportion_of_non_null_values",
            "d",
            0.5,
            1,
            rows -> rows.isEmpty() ? 0 : (double) present(rows, "d").size() / rows.size()));
  }

  private static List<Reference> quantiles() {
    List<Reference> references = new ArrayList<>();
    Map<String, Interpolation> kinds =
        Map.of(
            "lower", (lower, higher, share, rank) -> lower,
            "higher", (lower, higher, share, rank) -> higher,
            "midpoint", (lower, higher, share, rank) -> (lower + higher) / 2,
            "linear", (lower, higher, share, rank) -> lower + (higher - lower) * share,
            "nearest",
                (lower, higher, share, rank) ->
                    share > 0.5 || (share == 0.5 && rank % 2 == 1) ? higher : lower);
    kinds.forEach((word, kind) ->
        references.add(
            new OfTable(
                "expect_column_quantile_values_to_be_between",
                """
                "column": "i", "allow_relative_error": "%s", "quantile_ranges":
                {"quantiles": [0.25, 0.5, 1], "value_ranges": [[-2, 1], [null, 2], [0, null]]}\
                """
                    .formatted(word),
                rows -> {
                  double[] values = numbers(rows, "i").sorted();
                  return values.length > 0
                      && within(quantile(values, 0.25, kind), -2, 1)
                      && within(quantile(values, 0.5, kind), -99, 2)
                      && within(quantile(values, 1, kind), 0, 99);
                },
                rows -> null)));
    return references;
  }

  private interface Interpolation {
    double between(double lower, double higher, double share, int rank);
  }

  private static double quantile(double[] sorted, double quantile, Interpolation kind) {
    double place = quantile * (sorted.length - 1);
    int rank = (int) Math.floor(place);
    return place == rank
        ? sorted[rank]
        : kind.between(sorted[rank], sorted[rank + 1], place - rank, rank);
  }

  private static boolean within(double value, double min, double max) {
    return value >= min && value <= max;
  }

  // ------------------------------------------------------------------------------------- sets

  private static List<Reference> sets() {
    Set<Object> wanted = Set.of("a", "ä", "");
    String kwargs = "\"column\": \"s\", \"value_set\": [\"a\", \"ä\", \"\"]";
    return List.of(
        new OfTable(
            "expect_column_distinct_values_to_be_in_set",
            kwargs,
            rows -> wanted.containsAll(distinct(rows, "s")),
            rows -> null),
        new OfTable(
            "expect_column_distinct_values_to_contain_set",
            kwargs,
            rows -> distinct(rows, "s").containsAll(wanted),
            rows -> null),
        new OfTable(
            "expect_column_distinct_values_to_equal_set",
            kwargs,
            rows -> distinct(rows, "s").equals(wanted),
            rows -> null),
        new OfTable(
            "expect_column_most_common_value_to_be_in_set",
            kwargs,
            rows -> modes(rows).size() == 1 && wanted.containsAll(modes(rows)),
            rows -> null),
        new OfTable(
            "expect_column_most_common_value_to_be_in_set",
            kwargs + ", \"ties_okay\": true",
            rows -> !Collections.disjoint(modes(rows), wanted),
            rows -> null),
        new OfTable(
            "expect_column_kl_divergence_to_be_less_than",
            """
            "column": "b", "threshold": 0.1, "partition_object": {"values": [true, false], "weights": [0.25, 0.75]}\
            """,
            rows -> divergence(rows) <= 0.1,
            References::divergence),
        new OfTable(
            "penstock_key_to_not_overlap_between_splits",
            "\"column_list\": [\"i\"], \"split_column\": \"b\"",
            rows -> overlapping(rows) == 0,
            rows -> (double) overlapping(rows)));
  }

  private static long overlapping(List<Row> rows) {
    return distinct(rows, "i").stream()
        .filter(key ->
            rows.stream()
                    .filter(row -> key.equals(row.i()) && row.b() != null)
                    .map(Row::b)
                    .distinct()
                    .count()
                > 1)
        .count();
  }

  private static Set<Object> modes(List<Row> rows) {
    List<Object> values = present(rows, "s");
    int most = values.stream().mapToInt(v -> Collections.frequency(values, v)).max().orElse(0);
    return values.stream()
        .filter(value -> Collections.frequency(values, value) == most)
        .collect(Collectors.toSet());
  }

  private static Double divergence(List<Row> rows) {
    List<Object> values = present(rows, "b");
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double sum = 0;
    for (Map.Entry<Boolean, Double> part : Map.of(true, 0.25, false, 0.75).entrySet()) {
      double share = (double) Collections.frequency(values, part.getKey()) / values.size();
      sum += share == 0 ? 0 : share * Math.log(share / part.getValue());
    }
    return sum;
  }

  // ------------------------------------------------------------------------------------ table

  private static List<Reference> table() {
    return List.of(
        whole("expect_column_to_exist", "\"column\": \"i\", \"column_index\": 0", rows -> true),
        whole("expect_column_to_exist", "\"column\": \"zz\"", rows -> false),
        whole(
            "expect_table_row_count_to_be_between",
            "\"min_value\": 2, \"max_value\": 6, \"strict_max\": true",
            rows -> rows.size() >= 2 && rows.size() < 6),
        whole("expect_table_row_count_to_equal", "\"value\": 4", rows -> rows.size() == 4),
        whole(
            "expect_table_row_count_to_equal_other_table",
            "\"other_table_name\": \"t\"",
            rows -> true),
        whole("expect_table_column_count_to_equal", "\"value\": 5", rows -> true),
        whole("expect_table_column_count_to_be_between", "\"max_value\": 4", rows -> false),
        whole(
            "expect_table_columns_to_match_set",
            "\"column_set\": [\"b\", \"s\", \"d\", \"k\", \"i\"]",
            rows -> true),
        whole(
            "expect_table_columns_to_match_ordered_list",
            "\"column_list\": [\"b\", \"s\", \"d\", \"k\", \"i\"]",
            rows -> false),
        whole(
            "expect_column_values_to_be_of_type",
            "\"column\": \"i\", \"type_\": \"INTEGER\"",
            rows -> true),
        whole(
            "expect_column_values_to_be_in_type_list",
            "\"column\": \"i\", \"type_list\": [\"float\", \"str\"]",
            rows -> false),
        whole(
            "expect_column_type_to_be", "\"column\": \"s\", \"type_\": \"VARCHAR\"", rows -> true),
        whole(
            "unexpected_rows_expectation",
            "\"unexpected_rows_query\": \"SELECT * FROM {batch} WHERE i > 1\"",
            rows -> rows.stream().noneMatch(row -> row.i() != null && row.i() > 1)),
        whole(
            "expect_query_results_to_match_comparison",
            """
            "base_query": "SELECT i FROM {batch} WHERE i IS NOT NULL", "comparison_query": "SELECT k FROM {batch} WHERE k IS NOT NULL"\
            """,
            rows ->
                numbers(rows, "i").sorted().length == numbers(rows, "k").sorted().length
                    && Arrays.equals(numbers(rows, "i").sorted(), numbers(rows, "k").sorted())));
  }

  private static Reference whole(String type, String kwargs, Predicate<List<Row>> success) {
    return new OfTable(type, kwargs, success, rows -> null);
  }

  // ---------------------------------------------------------------------------------- details

  private record Numbers(double[] sorted) {
    java.util.Optional<Double> max() {
      return sorted.length == 0
          ? java.util.Optional.empty()
          : java.util.Optional.of(sorted[sorted.length - 1]);
    }

    java.util.Optional<Double> min() {
      return sorted.length == 0 ? java.util.Optional.empty() : java.util.Optional.of(sorted[0]);
    }

    Double mean() {
      return sorted.length == 0 ? null : Arrays.stream(sorted).sum() / sorted.length;
    }

    Double median() {
      if (sorted.length == 0) {
        return null;
      }
      double lower = sorted[(sorted.length - 1) / 2];
      double higher = sorted[sorted.length / 2];
      return lower == higher ? lower : (lower + higher) / 2;
    }
  }

  private static Numbers numbers(List<Row> rows, String column) {
    return new Numbers(
        rows.stream()
            .map(row -> row.number(column))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray());
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  private static List<Object> present(List<Row> rows, String column) {
    return rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).toList();
  }

  private static Set<Object> distinct(List<Row> rows, String column) {
    return new HashSet<>(present(rows, column));
  }

  private static List<Object> list(Row row, String... columns) {
    return Arrays.stream(columns).map(row::get).collect(Collectors.toList());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** By code points. */
  private static int compare(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  /** Types that are there, each with the number of its references. */
  static Map<String, Long> types() {
    return all().stream()
        .collect(Collectors.groupingBy(Reference::type, TreeMap::new, Collectors.counting()));
  }
}
