package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training data needs and Great Expectations lacks. */
class LearningExpectationsTest {
  private static final String LATEST = "\"reference\": {\"version\": \"latest\"}";
  private static final String TRAILING = "\"reference\": {\"trailing\": 3}";

  private final Check check = new Check();

  @AfterEach
  void close() {
    check.close();
  }

  /** Every reference stands for these. */
  private ExpectationResult one(String type, String kwargs, List<PublishedVersion> versions) {
    return Checkpoint.compile(
            Suite.parse(suite(expectation(type, "{" + kwargs + "}"))),
            check.schema(),
            Parameters.NONE,
            reference -> versions)
        .run(check.connection(), "t", ResultFormat.SUMMARY)
        .results()
        .getFirst();
  }

  private ExpectationResult one(String type, String kwargs) {
    return check.one(type, "{" + kwargs + "}");
  }

  /** The published rows are those of a query. */
  private List<PublishedVersion> published(String query, Column... columns) {
    check.execute("CREATE OR REPLACE TABLE published AS " + query);
    return List.of(
        new PublishedVersion(
            7,
            0,
            0,
            Optional.of(
                new PublishedVersion.Data("published", new TableSchema(List.of(columns))))));
  }

  private static double observed(ExpectationResult result) {
    assertThat(result.exception()).isEmpty();
    return result.result().path("observed_value").doubleValue();
  }

  // ------------------------------------------------------------------------------------- freshness

  @ParameterizedTest
  @CsvSource({
    "TIMESTAMP '2026-03-01 10:00:00', PT2H, true",
    "TIMESTAMP '2026-03-01 10:00:00', PT1H59M59S, false",
    "TIMESTAMPTZ '2026-03-01 12:00:00+02', PT2H, true",
    "DATE '2026-03-01', PT12H, true",
    "DATE '2026-03-01', PT11H, false"
  })
  void theNewestValueIsFreshEnough(String newest, String maxAge, boolean success) {
    check.data("SELECT " + newest + " AS at UNION ALL SELECT " + newest + " - INTERVAL 9 DAY");

    ExpectationResult result =
        one(
            "penstock_table_freshness_to_be_within",
            "\"column\": \"at\", \"as_of\": \"2026-03-01T12:00:00Z\", \"max_age\": \""
                + maxAge
                + "\"");

    assertThat(result.exception()).isEmpty();
    assertThat(result.success()).isEqualTo(success);
  }

  @Test
  void theAgeIsObserved() {
    check.data("SELECT TIMESTAMP '2026-03-01 10:30:00' AS at");

    JsonNode result =
        one(
                "penstock_table_freshness_to_be_within",
                "\"column\": \"at\", \"as_of\": \"2026-03-01T12:00:00Z\", \"max_age\": \"P1D\"")
            .result();

    assertThat(result.path("observed_value").asText()).isEqualTo("PT1H30M");
    assertThat(result.path("details").path("newest").asText()).isEqualTo("2026-03-01T10:30");
  }

  @Test
  void noRowsAreNotFresh() {
    check.data("SELECT TIMESTAMP '2026-03-01 10:30:00' AS at WHERE false");

    assertThat(
            one(
                    "penstock_table_freshness_to_be_within",
                    "\"column\": \"at\", \"as_of\": \"2026-03-01T12:00:00Z\", \"max_age\": \"P1D\"")
                .success())
        .isFalse();
  }

  @Test
  void freshnessNeedsATimeAndADuration() {
    check.data("SELECT 'x' AS at");

    assertThatThrownBy(() ->
            one(
                "penstock_table_freshness_to_be_within",
                "\"column\": \"at\", \"as_of\": \"noon\", \"max_age\": \"6 hours\""))
        .hasMessage(
            """
            expectation 0 penstock_table_freshness_to_be_within: max_age: must be a duration such as PT6H or P1D, not '6 hours'
            expectation 0 penstock_table_freshness_to_be_within: as_of: must be a time, not 'noon'\
            """);
  }

  // ------------------------------------------------------------------------------------- row count

  private static final List<PublishedVersion> THREE =
      List.of(
          new PublishedVersion(9, 100, 1, Optional.empty()),
          new PublishedVersion(8, 240, 2, Optional.empty()),
          new PublishedVersion(7, 60, 1, Optional.empty()));

  @ParameterizedTest
  @CsvSource({"50, true", "49, false", "150, true", "151, false"})
  void theRowCountIsNearThatOfTheWindowsOfTrailingVersions(int rows, boolean success) {
    check.data("SELECT 1 AS a FROM range(" + rows + ")");

    ExpectationResult result =
        one(
            "penstock_table_row_count_to_be_near_trailing_versions",
            TRAILING + ", \"min_ratio\": 0.5, \"max_ratio\": 1.5",
            THREE);

    assertThat(observed(result)).isEqualTo(rows / 100.0);
    assertThat(result.success()).isEqualTo(success);
    assertThat(result.result().path("details").path("mean_rows_of_a_window").doubleValue())
        .isEqualTo(100);
  }

  @Test
  void aFirstVersionHasNothingToBeNearTo() {
    check.data("SELECT 1 AS a");

    assertThat(
            one(
                    "penstock_table_row_count_to_be_near_trailing_versions",
                    TRAILING + ", \"min_ratio\": 0.5",
                    List.of())
                .success())
        .isTrue();
  }

  // ----------------------------------------------------------------------------------------- drift

  @Test
  void theStabilityIndexIsThatOfTheFormula() {
    check.data("SELECT unnest(['a', 'a', 'a', 'b']) AS s");
    List<PublishedVersion> published =
        published("SELECT unnest(['a', 'b']) AS s", new Column("s", "VARCHAR"));

    ExpectationResult result =
        one(
            "penstock_column_psi_to_be_less_than",
            "\"column\": \"s\", \"threshold\": 0.2, " + LATEST,
            published);

    // (0.75 - 0.5) ln(0.75 / 0.5) + (0.25 - 0.5) ln(0.25 / 0.5)
    assertThat(observed(result)).isCloseTo(0.27465307216702745, offset(1e-12));
    assertThat(result.success()).isFalse();
  }

  @Test
  void theJensenShannonDivergenceIsThatOfTheFormula() {
    check.data("SELECT unnest(['a', 'a', 'a', 'b']) AS s");

    ExpectationResult result =
        one(
            "penstock_column_jensen_shannon_divergence_to_be_less_than",
            "\"column\": \"s\", \"threshold\": 0.05, " + LATEST,
            published("SELECT unnest(['a', 'b']) AS s", new Column("s", "VARCHAR")));

    assertThat(observed(result)).isCloseTo(0.04879494069539858, offset(1e-12));
    assertThat(result.success()).isTrue();
  }

  @Test
  void nothingInCommonIsADivergenceOfOne() {
    check.data("SELECT i + 1000 AS n FROM range(100) r(i)");

    ExpectationResult result =
        one(
            "penstock_column_jensen_shannon_divergence_to_be_less_than",
            "\"column\": \"n\", \"threshold\": 1, " + LATEST,
            published("SELECT i AS n FROM range(100) r(i)", new Column("n", "BIGINT")));

    // What is above the last part is counted to it, so 9 of 10 parts are empty here.
    assertThat(observed(result)).isGreaterThan(0.7);
  }

  @Test
  void numbersAreCountedInPartsThatHoldEquallyManyOfTheVersion() {
    check.data("SELECT i AS n FROM range(1000) r(i)");

    JsonNode result =
        one(
                "penstock_column_psi_to_be_less_than",
                "\"column\": \"n\", \"threshold\": 0.1, \"bins\": 4, " + LATEST,
                published("SELECT i / 2 AS n FROM range(400) r(i)", new Column("n", "DOUBLE")))
            .result();

    assertThat(result.path("details").path("parts").toString())
        .isEqualTo(
            """
            [{"up_to":"49.5","count":50,"reference_count":100},\
            {"up_to":"99.5","count":50,"reference_count":100},\
            {"up_to":"149.5","count":50,"reference_count":100},\
            {"up_to":"199.5","count":850,"reference_count":100}]\
            """);
  }

  @Test
  void theSameDistributionHasNotDrifted() {
    check.data("SELECT sin(i) AS x FROM range(5000) r(i)");
    List<PublishedVersion> published =
        published("SELECT sin(i) AS x FROM range(5000) r(i)", new Column("x", "DOUBLE"));

    for (String type : List.of("psi", "jensen_shannon_divergence", "ks_statistic")) {
      ExpectationResult result =
          one(
              "penstock_column_" + type + "_to_be_less_than",
              "\"column\": \"x\", \"threshold\": 0, " + LATEST,
              published);
      assertThat(observed(result)).as(type).isZero();
      assertThat(result.success()).as(type).isTrue();
    }
  }

  @Test
  void theKsStatisticIsTheGreatestDistance() {
    check.data("SELECT unnest([1, 2, 3, NULL]) AS n");

    // scipy.stats.ks_2samp([1, 2, 3], [2, 3, 4, 5]).statistic
    assertThat(
            observed(
                one(
                    "penstock_column_ks_statistic_to_be_less_than",
                    "\"column\": \"n\", \"threshold\": 0.5, " + LATEST,
                    published("SELECT unnest([2, 3, 4, 5]) AS n", new Column("n", "INTEGER")))))
        .isCloseTo(0.5, offset(1e-12));
  }

  @Test
  void withoutAVersionNothingHasDrifted() {
    check.data("SELECT 1.5::DOUBLE AS x");

    assertThat(
            one(
                    "penstock_column_psi_to_be_less_than",
                    "\"column\": \"x\", \"threshold\": 0, " + LATEST,
                    List.of())
                .success())
        .isTrue();
  }

  @Test
  void theVersionMustHaveTheColumn() {
    check.data("SELECT 1 AS n");

    assertThatThrownBy(() ->
            one(
                "penstock_column_psi_to_be_less_than",
                "\"column\": \"n\", \"threshold\": 0, " + LATEST,
                published("SELECT 'x' AS n", new Column("n", "VARCHAR"))))
        .hasMessage(
            "expectation 0 penstock_column_psi_to_be_less_than: reference: has no column 'n' whose"
                + " type can be compared with INTEGER");
  }

  @Test
  void aReferenceNeedsPublishedVersionsAndAForm() {
    check.data("SELECT 1 AS n");
    String kwargs = "{\"column\": \"n\", \"threshold\": 0, \"reference\": %s}";
    String type = "penstock_column_psi_to_be_less_than";

    assertThatThrownBy(() ->
            Checkpoint.compile(
                Suite.parse(suite(expectation(type, kwargs.formatted("{\"version\": 3}")))),
                check.schema(),
                Parameters.NONE,
                History.NONE))
        .hasMessageEndingWith(
            "reference: published versions cannot be read here: only builds know them");
    assertThatThrownBy(
            () -> Suite.parse(suite(expectation(type, kwargs.formatted("{\"trailing\": 0}")))))
        .hasMessageEndingWith("reference: trailing must be between 1 and 1000");
    assertThatThrownBy(
            () -> Suite.parse(suite(expectation(type, kwargs.formatted("{\"trailing\": 2}")))))
        .hasMessageEndingWith("reference: needs a version");
    assertThatThrownBy(
            () -> Suite.parse(suite(expectation(type, kwargs.formatted("{\"versoin\": 2}")))))
        .hasMessageEndingWith("reference: has no 'versoin'; it has dataset, trailing, version");
    assertThatThrownBy(() -> Suite.parse(suite(expectation(type, kwargs.formatted("\"v3\"")))))
        .hasMessageContaining("reference: must be an object with a version");
  }

  // --------------------------------------------------------------------------------------- leakage

  @Test
  void aFeatureThatTellsTheLabelLeaks() {
    check.data(
        """
        SELECT i AS id, i %% 2 AS label, i %% 2 AS copy, CASE WHEN i %% 2 = 0 THEN 'no' ELSE 'yes' END AS word,
          (i %% 2) * 1000 + i AS far, i %% 7 AS other, sin(i) AS noise, NULL::INTEGER AS empty
        FROM range(200) r(i)\
        """
            .replace("%%", "%"));

    ExpectationResult result =
        one("penstock_features_to_not_leak_label", "\"label_column\": \"label\"");

    assertThat(result.exception()).isEmpty();
    assertThat(result.success()).isFalse();
    assertThat(result.result().path("details").path("leaks").toString())
        .isEqualTo(
            """
            [{"column":"copy","label_is":"equal"},{"column":"word","label_is":"determined"},\
            {"column":"far","label_is":"separated"}]\
            """);
  }

  @Test
  void featuresMayBeChosen() {
    check.data("SELECT i % 2 AS label, i % 2 AS copy, i % 3 AS fine FROM range(100) r(i)");

    assertThat(
            one(
                    "penstock_features_to_not_leak_label",
                    "\"label_column\": \"label\", \"column_list\": [\"fine\"]")
                .success())
        .isTrue();
  }

  @Test
  void aFewRowsInOrderAreNoLeak() {
    check.data("SELECT unnest([1, 2, 3, 4]) AS x, unnest([0, 0, 1, 1]) AS label");

    assertThat(one("penstock_features_to_not_leak_label", "\"label_column\": \"label\"").success())
        .isTrue();
  }

  @Test
  void aLabelThatIsAlwaysTheSameCannotLeak() {
    check.data("SELECT i % 5 AS x, 1 AS label FROM range(100) r(i)");

    assertThat(one("penstock_features_to_not_leak_label", "\"label_column\": \"label\"").success())
        .isTrue();
  }

  // --------------------------------------------------------------------------------------- overlap

  @Test
  void aKeyInTwoSplitsOverlaps() {
    check.data(
        """
        SELECT * FROM (VALUES (1, 'train'), (1, 'train'), (2, 'train'), (2, 'test'), (3, 'test'), (NULL, 'train'),
          (NULL, 'test'), (4, 'train'), (4, NULL)) AS v(k, split)\
        """);

    ExpectationResult result =
        one(
            "penstock_key_to_not_overlap_between_splits",
            "\"column_list\": [\"k\"], \"split_column\": \"split\"");

    assertThat(observed(result)).isEqualTo(1);
    assertThat(result.success()).isFalse();
    assertThat(result.result().path("details"))
        .hasToString("{\"overlapping_rows\":2,\"overlapping_keys\":[{\"k\":2}]}");
  }

  @Test
  void aKeyThatTheVersionHasOverlaps() {
    check.data("SELECT * FROM (VALUES (1, 'a'), (1, 'b'), (2, 'a'), (NULL, 'a')) AS v(k, s)");

    ExpectationResult result =
        one(
            "penstock_key_to_not_overlap_with_version",
            "\"column_list\": [\"k\", \"s\"], " + LATEST,
            published(
                "SELECT * FROM (VALUES (1, 'b'), (9, 'a'), (NULL, 'a')) AS v(k, s)",
                new Column("k", "INTEGER"),
                new Column("s", "VARCHAR")));

    assertThat(observed(result)).isEqualTo(1);
    assertThat(result.result().path("details"))
        .hasToString("{\"overlapping_rows\":1,\"overlapping_keys\":[{\"k\":1,\"s\":\"b\"}]}");
  }
}
