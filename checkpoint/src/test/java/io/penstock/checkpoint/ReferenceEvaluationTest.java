package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The compiled plan agrees with a straightforward evaluation of the same rows in Java. */
class ReferenceEvaluationTest {
  private static final int TRIES = 60;
  private static Check check;

  /** A row; every value can be missing. */
  record Row(Integer i, Double d, String s) {}

  @BeforeContainer
  static void open() {
    check = new Check();
    check.execute("CREATE OR REPLACE TABLE t (i INTEGER, d DOUBLE, s VARCHAR)");
  }

  @AfterContainer
  static void close() {
    check.close();
  }

  @Provide
  Arbitrary<List<Row>> tables() {
    Arbitrary<Integer> ints = Arbitraries.integers().between(-3, 3).injectNull(0.2);
    Arbitrary<Double> doubles =
        Arbitraries.of(-1.5, -0.0, 0.0, 0.5, 2.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY)
            .injectNull(0.2);
    Arbitrary<String> texts =
        Arbitraries.of("", "a", "A", "ab", "b\nc", "ä", "日本", "🤦", "a\u0000", "%", "_x")
            .injectNull(0.2);
    return Combinators.combine(ints, doubles, texts).as(Row::new).list().ofMaxSize(12);
  }

  private static void insert(List<Row> rows) {
    check.execute("DELETE FROM t");
    try (PreparedStatement insert =
        check.connection().prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      for (Row row : rows) {
        insert.setObject(1, row.i());
        insert.setObject(2, row.d());
        insert.setObject(3, row.s());
        insert.execute();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExpectationResult run(List<Row> rows, String type, String kwargs) {
    insert(rows);
    return check
        .compile(suite(expectation(type, kwargs)))
        .run(check.connection(), "t", ResultFormat.complete(List.of()))
        .results()
        .getFirst();
  }

  /** Missing: null, and NaN too. */
  private static <T> boolean present(T value) {
    return value != null && !(value instanceof Double d && d.isNaN());
  }

  private static <T> void assertRows(
      ExpectationResult result,
      List<T> values,
      Predicate<T> considered,
      Predicate<T> expected,
      double mostly) {
    List<Integer> unexpected =
        IntStream.range(0, values.size())
            .filter(row -> considered.test(values.get(row)) && !expected.test(values.get(row)))
            .boxed()
            .toList();
    long counted = values.stream().filter(considered).count();
    boolean success = counted == 0 || (double) (counted - unexpected.size()) / counted >= mostly;
    assertThat(result.exception()).isEmpty();
    assertThat(ints(result.result().path("unexpected_index_list"))).isEqualTo(unexpected);
    assertThat(result.result().path("unexpected_count").intValue()).isEqualTo(unexpected.size());
    assertThat(result.success()).isEqualTo(success);
  }

  private static List<Integer> ints(JsonNode list) {
    List<Integer> ints = new ArrayList<>();
    list.forEach(value -> ints.add(value.intValue()));
    return ints;
  }

  private static List<Integer> integers(List<Row> rows) {
    return rows.stream().map(Row::i).collect(Collectors.toList());
  }

  private static List<Double> doubles(List<Row> rows) {
    return rows.stream().map(Row::d).collect(Collectors.toList());
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::s).collect(Collectors.toList());
  }

  @Property(tries = TRIES)
  void nulls(@ForAll("tables") List<Row> rows, @ForAll("shares") double mostly) {
    String kwargs = "{\"column\": \"d\", \"mostly\": " + mostly + "}";
    assertRows(
        run(rows, "expect_column_values_to_not_be_null", kwargs),
        doubles(rows),
        value -> true,
        ReferenceEvaluationTest::present,
        mostly);
    assertRows(
        run(rows, "expect_column_values_to_be_null", kwargs),
        doubles(rows),
        value -> true,
        value -> !present(value),
        mostly);
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.of(0.0, 0.25, 0.5, 0.75, 0.9, 1.0);
  }

  @Property(tries = TRIES)
  void bounds(
      @ForAll("tables") List<Row> rows,
      @ForAll("shares") double mostly,
      @ForAll boolean strictMin,
      @ForAll boolean strictMax) {
    assertRows(
        run(
            rows,
            "expect_column_values_to_be_between",
            "{\"column\": \"d\", \"min_value\": 0, \"max_value\": 2, \"strict_min\": %s, \"strict_max\": %s, \"mostly\": %s}"
                .formatted(strictMin, strictMax, mostly)),
        doubles(rows),
        ReferenceEvaluationTest::present,
        value -> (strictMin ? value > 0 : value >= 0) && (strictMax ? value < 2 : value <= 2),
        mostly);
  }

  @Property(tries = TRIES)
  void sets(@ForAll("tables") List<Row> rows) {
    List<String> set = List.of("a", "ä", "🤦", "a\u0000");
    String kwargs =
        "{\"column\": \"s\", \"value_set\": [\"a\", \"ä\", \"🤦\", \"a\\u0000\", 5, null]}";
    assertRows(
        run(rows, "expect_column_values_to_be_in_set", kwargs),
        texts(rows),
        Objects::nonNull,
        set::contains,
        1);
    assertRows(
        run(rows, "expect_column_values_to_not_be_in_set", kwargs),
        texts(rows),
        Objects::nonNull,
        value -> !set.contains(value),
        1);
  }

  @Property(tries = TRIES)
  void lengths(@ForAll("tables") List<Row> rows) {
    assertRows(
        run(
            rows,
            "expect_column_value_lengths_to_be_between",
            "{\"column\": \"s\", \"min_value\": 1, \"max_value\": 1}"),
        texts(rows),
        Objects::nonNull,
        value -> value.codePointCount(0, value.length()) == 1,
        1);
  }

  @Property(tries = TRIES)
  void regexes(@ForAll("tables") List<Row> rows) {
    assertRows(
        run(
            rows,
            "expect_column_values_to_match_regex",
            "{\"column\": \"s\", \"regex\": \"^[aä]|c$\"}"),
        texts(rows),
        Objects::nonNull,
        value -> value.startsWith("a") || value.startsWith("ä") || value.endsWith("c"),
        1);
    assertRows(
        run(
            rows,
            "expect_column_values_to_not_match_regex",
            "{\"column\": \"i\", \"regex\": \"-\"}"),
        integers(rows),
        Objects::nonNull,
        value -> value >= 0,
        1);
  }

  @Property(tries = TRIES)
  void uniqueness(@ForAll("tables") List<Row> rows, @ForAll("shares") double mostly) {
    List<Double> values =
        doubles(rows).stream().map(ReferenceEvaluationTest::normal).collect(Collectors.toList());
    assertRows(
        run(
            rows,
            "expect_column_values_to_be_unique",
            "{\"column\": \"d\", \"mostly\": " + mostly + "}"),
        values,
        ReferenceEvaluationTest::present,
        value -> Collections.frequency(values, value) == 1,
        mostly);
  }

  /** The two zeros are one value; what is not a number is missing. */
  private static Double normal(Double value) {
    return present(value) ? Double.valueOf(value + 0.0) : null;
  }

  @Property(tries = TRIES)
  void compoundUniqueness(@ForAll("tables") List<Row> rows) {
    List<List<Object>> values =
        rows.stream().map(row -> Arrays.<Object>asList(row.i(), normal(row.d()))).toList();
    for (Map.Entry<String, BiPredicate<Boolean, Boolean>> ignore :
        Map.<String, BiPredicate<Boolean, Boolean>>of(
                "all_values_are_missing", (a, b) -> a || b,
                "any_value_is_missing", (a, b) -> a && b,
                "never", (a, b) -> true)
            .entrySet()) {
      Predicate<List<Object>> considered =
          value -> ignore.getValue().test(value.get(0) != null, value.get(1) != null);
      List<List<Object>> counted = values.stream().filter(considered).toList();
      assertRows(
          run(
              rows,
              "expect_compound_columns_to_be_unique",
              "{\"column_list\": [\"i\", \"d\"], \"ignore_row_if\": \"" + ignore.getKey() + "\"}"),
          values,
          considered,
          value -> Collections.frequency(counted, value) == 1,
          1);
    }
  }

  @Property(tries = TRIES)
  void order(@ForAll("tables") List<Row> rows, @ForAll boolean strictly) {
    List<Integer> present = integers(rows).stream().filter(Objects::nonNull).toList();
    long unexpected =
        IntStream.range(1, present.size())
            .filter(place -> {
              int step = present.get(place) - present.get(place - 1);
              return strictly ? step <= 0 : step < 0;
            })
            .count();
    assertThat(
            run(
                    rows,
                    "expect_column_values_to_be_increasing",
                    "{\"column\": \"i\", \"strictly\": " + strictly + "}")
                .result()
                .path("unexpected_count")
                .longValue())
        .isEqualTo(unexpected);
  }

  @Property(tries = TRIES)
  void pairs(@ForAll("tables") List<Row> rows, @ForAll boolean orEqual) {
    assertRows(
        run(
            rows,
            "expect_column_pair_values_a_to_be_greater_than_b",
            "{\"column_A\": \"i\", \"column_B\": \"d\", \"or_equal\": " + orEqual + "}"),
        rows,
        row -> row.i() != null || present(row.d()),
        row ->
            row.i() != null
                && present(row.d())
                && (orEqual ? row.i() >= row.d() : row.i() > row.d()),
        1);
  }

  @Property(tries = TRIES)
  void sumsOfRows(@ForAll("tables") List<Row> rows) {
    assertRows(
        run(
            rows,
            "expect_multicolumn_sum_to_equal",
            "{\"column_list\": [\"i\", \"d\"], \"sum_total\": 2, \"ignore_row_if\": \"never\"}"),
        rows,
        row -> true,
        row -> row.i() != null && present(row.d()) && row.i() + row.d() == 2,
        1);
  }

  @Property(tries = TRIES)
  void aggregates(@ForAll("tables") List<Row> rows) {
    List<Integer> present = integers(rows).stream().filter(Objects::nonNull).sorted().toList();
    double mean = present.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    assertObserved(rows, "max", present.isEmpty() ? null : (double) present.getLast());
    assertObserved(rows, "min", present.isEmpty() ? null : (double) present.getFirst());
    assertObserved(rows, "mean", present.isEmpty() ? null : mean);
    assertObserved(rows, "sum", present.stream().mapToDouble(Integer::doubleValue).sum());
    assertObserved(rows, "median", median(present));
    assertObserved(
        rows,
        "stdev",
        present.size() < 2
            ? null
            : (Double)
                Math.sqrt(
                    present.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum()
                        / (present.size() - 1)));
    assertObserved(rows, "unique_value_count", (double) present.stream().distinct().count());
    assertObserved(
        rows,
        "proportion_of_unique_values",
        present.isEmpty() ? 0 : (double) present.stream().distinct().count() / present.size());
  }

  private static Double median(List<Integer> sorted) {
    int size = sorted.size();
    return size == 0 ? null : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2.0;
  }

  private static void assertObserved(List<Row> rows, String what, Double expected) {
    JsonNode observed =
        run(rows, "expect_column_" + what + "_to_be_between", "{\"column\": \"i\"}")
            .result()
            .path("observed_value");
    if (expected == null) {
      assertThat(observed.isNull()).as(what).isTrue();
    } else {
      assertThat(observed.doubleValue()).as(what).isCloseTo(expected, offset(1e-9));
    }
  }

  @Property(tries = TRIES)
  void distinctValues(@ForAll("tables") List<Row> rows) {
    Map<String, Long> counts =
        texts(rows).stream()
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
    List<String> set = List.of("a", "A", "ab", "%");
    String kwargs = "{\"column\": \"s\", \"value_set\": [\"a\", \"A\", \"ab\", \"%\"]}";

    assertThat(run(rows, "expect_column_distinct_values_to_be_in_set", kwargs).success())
        .isEqualTo(set.containsAll(counts.keySet()));
    assertThat(run(rows, "expect_column_distinct_values_to_contain_set", kwargs).success())
        .isEqualTo(counts.keySet().containsAll(set));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    List<String> common =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    assertThat(run(rows, "expect_column_most_common_value_to_be_in_set", kwargs).success())
        .isEqualTo(common.size() == 1 && set.contains(common.getFirst()));
  }
}
