package io.penstock.checkpoint;

import static io.penstock.checkpoint.References.distinct;
import static io.penstock.checkpoint.References.numbers;
import static io.penstock.checkpoint.References.present;

import io.penstock.checkpoint.References.OfTable;
import io.penstock.checkpoint.References.Reference;
import io.penstock.checkpoint.References.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each expectation about the values or columns of a table means. */
final class TableReferences {
  private TableReferences() {}

  static List<Reference> all() {
    return Stream.of(sets(), table()).flatMap(List::stream).toList();
  }

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
            TableReferences::divergence),
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
}
