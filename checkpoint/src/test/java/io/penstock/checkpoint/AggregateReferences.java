package io.penstock.checkpoint;

import static io.penstock.checkpoint.References.deviation;
import static io.penstock.checkpoint.References.distinct;
import static io.penstock.checkpoint.References.numbers;
import static io.penstock.checkpoint.References.present;

import io.penstock.checkpoint.References.OfTable;
import io.penstock.checkpoint.References.Reference;
import io.penstock.checkpoint.References.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each expectation about a number that stands for a column means. */
final class AggregateReferences {
  private AggregateReferences() {}

  static List<Reference> all() {
    return Stream.of(aggregates(), quantiles()).flatMap(List::stream).toList();
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
}
