package io.penstock.checkpoint;

import static io.penstock.checkpoint.References.compare;
import static io.penstock.checkpoint.References.deviation;
import static io.penstock.checkpoint.References.length;
import static io.penstock.checkpoint.References.list;
import static io.penstock.checkpoint.References.present;
import static io.penstock.checkpoint.References.split;

import io.penstock.checkpoint.References.OfRows;
import io.penstock.checkpoint.References.Reference;
import io.penstock.checkpoint.References.Row;
import io.penstock.checkpoint.References.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What each expectation about rows means. */
final class RowReferences {
  private RowReferences() {}

  static List<Reference> all() {
    return Stream.of(map(), order(), several()).flatMap(List::stream).toList();
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
            RowReferences::scores));
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
}
