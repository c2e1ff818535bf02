package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.References.OfRows;
import io.penstock.checkpoint.References.OfTable;
import io.penstock.checkpoint.References.Reference;
import io.penstock.checkpoint.References.Row;
import io.penstock.checkpoint.References.Split;
import io.penstock.checkpoint.expectation.Vocabulary;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The compiled plan agrees with a straightforward evaluation of the same rows in Java. */
class ReferenceEvaluationTest {
  private static final int TRIES = 40;
  private static final double CLOSE = 1e-9;

  /** They need times or published versions; their own test has literal tables. */
  private static final Set<String> TESTED_ELSEWHERE =
      Set.of(
          "penstock_column_jensen_shannon_divergence_to_be_less_than",
          "penstock_column_ks_statistic_to_be_less_than",
          "penstock_column_psi_to_be_less_than",
          "penstock_features_to_not_leak_label",
          "penstock_key_to_not_overlap_with_version",
          "penstock_table_freshness_to_be_within",
          "penstock_table_row_count_to_be_near_trailing_versions");

  private static Check check;

  @BeforeContainer
  static void open() {
    check = new Check();
    check.execute(
        "CREATE OR REPLACE TABLE t (i INTEGER, k INTEGER, d DOUBLE, s VARCHAR, b BOOLEAN)");
  }

  @AfterContainer
  static void close() {
    check.close();
  }

  @Example
  void everyTypeHasAReference() {
    List<String> without = new ArrayList<>(Vocabulary.types());
    without.removeAll(References.types().keySet());
    assertThat(without).containsExactlyInAnyOrderElementsOf(TESTED_ELSEWHERE);
  }

  @Provide
  Arbitrary<List<Row>> tables() {
    Arbitrary<Integer> ints = Arbitraries.integers().between(-3, 3).injectNull(0.2);
    Arbitrary<Double> doubles =
        Arbitraries.of(-1.5, -0.0, 0.0, 0.5, 2.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY)
            .injectNull(0.2);
    Arbitrary<String> texts =
        Arbitraries.of(
                "",
                "a",
                "A",
                "ab",
                "b\nc",
                "ä",
                "日本",
                "🤦",
                "a\u0000",
                "%",
                "_x",
                "17",
                "{",
                "{\"a\": 1}",
                "{\"a\": \"x\"}",
                "2024-01-31",
                "3 March 2024")
            .injectNull(0.2);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.2);
    return Combinators.combine(ints, ints, doubles, texts, flags).as(Row::new).list().ofMaxSize(12);
  }

  @Example
  void noRowsAndNothingButMissingValuesAreEvaluatedToo() {
    Row nothing = new Row(null, null, null, null, null);
    thePlanAgreesWithTheReferences(List.of(), 1);
    thePlanAgreesWithTheReferences(List.of(nothing), 1);
    thePlanAgreesWithTheReferences(List.of(nothing, nothing, nothing), 0.5);
  }

  /** One suite of all references on one table. */
  @Property(tries = TRIES)
  void thePlanAgreesWithTheReferences(
      @ForAll("tables") List<Row> rows, @ForAll("shares") double mostly) {
    insert(rows);
    List<Reference> references = References.all();
    List<ExpectationResult> results =
        check
            .compile(suite(references.stream().map(r -> json(r, mostly)).toArray(String[]::new)))
            .run(check.connection(), "t", ResultFormat.complete(List.of()))
            .results();
    for (int n = 0; n < references.size(); n++) {
      switch (references.get(n)) {
        case OfRows reference -> compare(reference, rows, mostly, results.get(n));
        case OfTable reference -> compare(reference, rows, results.get(n));
      }
    }
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.of(0.0, 0.25, 0.5, 0.75, 0.9, 1.0);
  }

  private static String json(Reference reference, double mostly) {
    return switch (reference) {
      case OfRows rows ->
          expectation(rows.type(), "{" + rows.kwargs() + ", \"mostly\": " + mostly + "}");
      case OfTable table -> expectation(table.type(), "{" + table.kwargs() + "}");
    };
  }

  private static void insert(List<Row> rows) {
    check.execute("DELETE FROM t");
    try (PreparedStatement insert =
        check.connection().prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
      for (Row row : rows) {
        insert.setObject(1, row.i());
        insert.setObject(2, row.k());
        insert.setObject(3, row.d());
        insert.setObject(4, row.s());
        insert.setObject(5, row.b());
        insert.execute();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compare(
      OfRows reference, List<Row> rows, double mostly, ExpectationResult result) {
    Split split = reference.split().apply(rows);
    String what = reference + " on " + rows;
    assertThat(result.exception()).as(what).isEmpty();
    List<Integer> unexpected = new ArrayList<>();
    result.result().path("unexpected_index_list").forEach(n -> unexpected.add(n.intValue()));
    assertThat(unexpected).as(what).isEqualTo(split.unexpected());
    assertThat(result.result().path("unexpected_count").intValue())
        .as(what)
        .isEqualTo(split.unexpected().size());
    long fine = split.considered() - split.unexpected().size();
    assertThat(result.success())
        .as(what)
        .isEqualTo(split.considered() == 0 || (double) fine / split.considered() >= mostly);
  }

  private static void compare(OfTable reference, List<Row> rows, ExpectationResult result) {
    String what = reference + " on " + rows + ": " + result.result();
    assertThat(result.exception()).as(what).isEmpty();
    assertThat(result.success()).as(what).isEqualTo(reference.success().test(rows));
    Object expected = reference.observed().apply(rows);
    JsonNode observed = result.result().path("observed_value");
    if (expected instanceof Double number && Double.isFinite(number)) {
      assertThat(observed.doubleValue())
          .as(what)
          .isCloseTo(number, offset(CLOSE * Math.max(1, Math.abs(number))));
    } else if (expected instanceof Double number && number.isInfinite()) {
      assertThat(observed.asText()).as(what).isEqualTo(number.toString());
    }
  }
}
