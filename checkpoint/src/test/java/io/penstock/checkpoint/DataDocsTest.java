package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.docs.DataDocs;
import io.penstock.checkpoint.docs.Histograms;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class DataDocsTest {
  private static final String META =
      """
      {"penstock": {"pipeline": "flights", "spec_version": 2, "build_id": "%s", "checkpoint": "conformed",
        "window": {"start": "2001-01-01T00:00:00Z", "end": "2001-01-02T00:00:00Z"},
        "suite": {"name": "flights", "version": 3, "sha256": "%s"}, "rows": 5,
        "files": [{"key": "staging/b/conform/rows.parquet", "sha256": "%s", "bytes": 12345}]}}
      """
          .formatted("ab".repeat(32), "cd".repeat(32), "ef".repeat(32));

  @TempDir Path scratch;

  @Test
  void saysWhatWasCheckedOnWhat() {
    String page =
        page("SELECT 1 AS n", Check.expectation("expect_column_to_exist", "{\"column\": \"n\"}"));

    assertThat(page)
        .contains("<title>s · conformed · passed</title>")
        .contains(">flights, spec 2<")
        .contains(">2001-01-01T00:00:00Z to 2001-01-02T00:00:00Z<")
        .contains(">flights, version 3<")
        .contains("cd".repeat(32))
        .contains("ab".repeat(32))
        .contains("staging/b/conform/rows.parquet")
        .contains("12,345 bytes")
        .contains("1 of 1 expectations hold.");
  }

  @Test
  void saysWhyAnExpectationDoesNotHold() {
    String page =
        page(
            "SELECT range - 3 AS n, 'k' || range AS k FROM range(10)",
            Check.expectation(
                "expect_column_values_to_be_between", "{\"column\": \"n\", \"min_value\": 0}"),
            "{\"type\": \"expect_column_max_to_be_between\", \"kwargs\": {\"column\": \"n\", \"max_value\": 5}, \"severity\": \"warning\"}");

    assertThat(page)
        .contains("0 of 2 expectations hold, 1 blocks, 1 only reports.")
        .contains("<article class=\"card blocks\" id=\"e0\">")
        .contains("<article class=\"card reports\" id=\"e1\">")
        .contains("30 % of the values are unexpected")
        .contains("<li><code>-3</code></li>")
        .contains("<td>k0</td>")
        .contains("aria-label=\"Histogram from -3 to 6; the highest bar has 1 values\"")
        .contains("<dd>6</dd>");
  }

  @Test
  void blockingExpectationsComeFirst() {
    String page =
        page(
            "SELECT 1 AS n",
            "{\"type\": \"expect_column_max_to_be_between\", \"kwargs\": {\"column\": \"n\", \"max_value\": 0}, \"severity\": \"info\"}",
            Check.expectation(
                "expect_column_min_to_be_between", "{\"column\": \"n\", \"min_value\": 2}"));

    assertThat(page.indexOf("id=\"e1\"")).isLessThan(page.indexOf("id=\"e0\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style><script>alert(1)</script>",
        "&lt;b&gt; & co",
        "a\u202egnp.exe"
      })
  void whatUsersWroteIsTextAndNothingElse(String evil) {
    String name = Json.text(evil);
    String page =
        page(
            "SELECT '%s' AS \"%s\"".formatted(evil.replace("'", "''"), evil.replace("\"", "\"\"")),
            "{\"type\": \"expect_column_values_to_be_in_set\", \"kwargs\": {\"column\": %s, \"value_set\": [%s]}, \"notes\": [%s], \"meta\": {\"penstock\": {\"action\": \"warn\"}}}"
                .formatted(name, Json.text(evil + "x"), name));

    Document document = parsed(page);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(document.getElementsByTagName("b").getLength()).isZero();
    assertThat(Pattern.compile("<[^>]*\\son[a-z]+=").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("\u202e");
    String shown = evil.replace("\u202e", "\\u202e");
    assertThat(document.getElementsByTagName("td").item(0).getTextContent()).isEqualTo(shown);
    assertThat(document.getElementsByTagName("th").item(0).getTextContent()).isEqualTo(shown);
  }

  @Test
  void needsNothingFromOutside() {
    String page =
        page(
            "SELECT NULL::INTEGER AS n",
            Check.expectation("expect_column_values_to_not_be_null", "{\"column\": \"n\"}"));

    assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("url(");
    assertThat(page).contains("default-src 'none'".replace("'", "&#39;"));
    assertThat(page).contains("prefers-color-scheme: dark");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1.5::DOUBLE AS v FROM range(100) UNION ALL SELECT 'NaN'::DOUBLE UNION ALL SELECT 'Infinity'::DOUBLE",
        "SELECT DATE '2001-01-01' + range::INTEGER AS v FROM range(50)",
        "SELECT TIMESTAMPTZ '2001-01-01 00:00:00+00' + range * INTERVAL 1 HOUR AS v FROM range(50)",
        "SELECT CASE WHEN range = 0 THEN -1e300 ELSE range END AS v FROM range(1000)",
        "SELECT NULL::INTEGER AS v",
        "SELECT 1 AS v WHERE false"
      })
  void drawsWhateverTheValuesAre(String query) {
    boolean times = query.contains("2001");
    String bound = times ? "\"2001-01-10T00:00:00\"" : "40";

    String page =
        page(
            query,
            Check.expectation(
                "expect_column_values_to_be_between",
                "{\"column\": \"v\", \"max_value\": %s, \"strict_max\": true}".formatted(bound)),
            Check.expectation(
                "expect_column_max_to_be_between",
                "{\"column\": \"v\", \"max_value\": %s}".formatted(bound)));

    parsed(page);
    assertThat(page).doesNotContain("NaN\"").doesNotContain("Infinity\"");
  }

  @Test
  void equalResultsGiveEqualBytes() {
    String[] suite = {
      Check.expectation(
          "expect_column_values_to_be_between", "{\"column\": \"n\", \"max_value\": 10}")
    };

    assertThat(page("SELECT range AS n FROM range(1000)", suite))
        .isEqualTo(page("SELECT range AS n FROM range(1000)", suite));
  }

  @Test
  void aResultOfGreatExpectationsItselfIsAPageToo() {
    String page =
        new String(
            DataDocs.page(
                Json.read(
                    """
                    {"success": false, "suite_name": "gx", "statistics": {"evaluated_expectations": 1, "successful_expectations": 0},
                     "results": [{"success": false, "expectation_config": {"type": "expect_column_max_to_be_between", "kwargs": {"column": "c"}},
                       "result": {}, "exception_info": {"raised_exception": true, "exception_message": "no <column>"}}]}
                    """
                        .getBytes(StandardCharsets.UTF_8),
                    ObjectNode.class)),
            StandardCharsets.UTF_8);

    assertThat(page).contains("no &lt;column&gt;").contains("0 of 1 expectations hold, 1 blocks.");
    parsed(page);
  }

  private String page(String query, String... expectations) {
    try (EngineSession session = Engine.open(new EngineSettings(scratch, 256L << 20, 1))) {
      session.execute("CREATE TABLE t AS " + query);
      TableSchema schema = TableSchema.of(session.columns("SELECT * FROM t"));
      CheckpointResult result =
          Checkpoint.compile(Suite.parse(Check.suite(expectations)), schema, Parameters.NONE)
              .run(session, "t", ResultFormat.SUMMARY.withUnexpectedRows(5));
      ObjectNode meta = Json.read(META.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
      meta.withObject("/penstock").set("histograms", Histograms.of(session, "t", schema, result));
      String page = new String(DataDocs.page(result.toJson(meta)), StandardCharsets.UTF_8);
      parsed(page);
      return page;
    }
  }

  /** The page, closed tag by tag as XML asks, which HTML does not ask of these. */
  private static Document parsed(String page) {
    try {
      String xml =
          page.replace("<!doctype html>", "")
              .replaceAll("(<meta [^>]*)>", "$1/>")
              .replaceAll("(?s)<style>.*?</style>", "");
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new AssertionError(page, e);
    }
  }
}
