package io.penstock.checkpoint;

import java.util.Arrays;
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
    return Stream.of(RowReferences.all(), AggregateReferences.all(), TableReferences.all())
        .flatMap(List::stream)
        .toList();
  }

  static Split split(List<Row> rows, Predicate<Row> considered, Predicate<Row> expected) {
    List<Integer> unexpected =
        IntStream.range(0, rows.size())
            .filter(n -> considered.test(rows.get(n)) && !expected.test(rows.get(n)))
            .boxed()
            .toList();
    return new Split(rows.stream().filter(considered).count(), unexpected);
  }

  record Numbers(double[] sorted) {
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

  static Numbers numbers(List<Row> rows, String column) {
    return new Numbers(
        rows.stream()
            .map(row -> row.number(column))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray());
  }

  static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  static List<Object> present(List<Row> rows, String column) {
    return rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).toList();
  }

  static Set<Object> distinct(List<Row> rows, String column) {
    return new HashSet<>(present(rows, column));
  }

  static List<Object> list(Row row, String... columns) {
    return Arrays.stream(columns).map(row::get).collect(Collectors.toList());
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** By code points. */
  static int compare(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  /** Types that are there, each with the number of its references. */
  static Map<String, Long> types() {
    return all().stream()
        .collect(Collectors.groupingBy(Reference::type, TreeMap::new, Collectors.counting()));
  }
}
