package io.penstock.catalog.pipeline;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.putSuite;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.source;
import static io.penstock.catalog.testing.Catalog.spec;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.penstock.catalog.testing.Landing;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class PipelineIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));

  @Test
  void theShippedExampleIsRegisteredAsItWasWritten() throws IOException {
    Path example = Path.of("../examples/flights");
    putSuite("flights", Files.readString(example.resolve("suites/flights.json")))
        .then()
        .statusCode(200);
    putSuite("flights-training", Files.readString(example.resolve("suites/flights-training.json")))
        .then()
        .statusCode(200);
    String yaml = Files.readString(example.resolve("pipeline.yaml"));
    putPipeline("flights", yaml).then().statusCode(200);
    PipelineDescription pipeline = read(get("/pipelines/flights"), PipelineDescription.class);
    assertThat(pipeline.yaml()).isEqualTo(yaml);
    assertThat(pipeline.spec()).isEqualTo(PipelineSpecParser.parse(yaml));
    assertThat(source("flights").windowings()).containsExactly(DAY);
    assertThat(source("flights").spec()).isEqualTo(pipeline.spec().source());
  }

  @Test
  void theSameSpecIsTheSameVersionHoweverItIsWritten() {
    String name = newName("same");
    putPipeline(name, spec(name)).then().body("specVersion", equalTo(1));
    putPipeline(name, "# said again\n" + spec(name)).then().body("specVersion", equalTo(1));
    String changed = spec(name).replace("event_time, n", "event_time, n * 2 AS n");
    putPipeline(name, changed).then().body("specVersion", equalTo(2));
    // Going back is a version of its own.
    putPipeline(name, spec(name)).then().body("specVersion", equalTo(3));
    get("/pipelines/" + name + "/versions").then().body("items.specVersion", contains(1, 2, 3));
    get("/pipelines/" + name + "/versions?limit=1&after=1")
        .then()
        .body("items.specVersion", contains(2))
        .body("next", equalTo("2"));
  }

  @Test
  void aBadSpecGetsEveryErrorAtOnce() {
    String name = newName("bad");
    putPipeline(name, spec(name).replace("json", "xml").replace("late: rebuild", "late: never"))
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("bad-spec"))
        .body("errors", hasSize(2))
        .body("errors", hasItem(containsString("line ")));
    get("/pipelines/" + name).then().statusCode(404).body("code", equalTo("unknown-pipeline"));
  }

  @Test
  void theNameInTheSpecIsTheOneInTheAddress() {
    putPipeline(newName("other"), spec(newName("name")))
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-spec"));
  }

  @Test
  void jsonIsTakenAsWell() {
    String name = newName("json");
    given()
        .contentType("application/json")
        .body(
            """
            {"apiVersion":"penstock.io/v1","kind":"Pipeline","name":"%1$s",
             "source":{"topic":"%1$s","format":"json","eventTime":{"field":"at","format":"iso","zone":"UTC"}},
             "schema":{"versions":[{"version":1,"fields":{"at":"string","n":"int"}}]},
             "key":["at","n"],"window":{"size":"P1D","zone":"UTC"},"late":"rebuild",
             "dataset":{"name":"%1$s"}}
            """
                .formatted(name))
        .put("/api/v1/pipelines/" + name)
        .then()
        .statusCode(200)
        .body("specVersion", equalTo(1));
  }

  @Test
  void suitesAreRegisteredBeforeThePipelineThatNamesThem() {
    String name = newName("suite");
    String yaml =
        spec(
            name,
            name,
            "P1D",
            "rebuild",
            "SELECT * FROM input",
            "{output: suites/" + name + ".json}");
    putPipeline(name, yaml)
        .then()
        .statusCode(400)
        .body("code", equalTo("missing-suite"))
        .body("detail", containsString("PUT /api/v1/suites/" + name));
    putSuite(name, "{\"expectations\":[]}").then().statusCode(200);
    putPipeline(name, yaml).then().statusCode(200);
  }

  @Test
  void aPipelineStaysWithItsSourceAndDataset() {
    String name = newName("stays");
    putPipeline(name, spec(name)).then().statusCode(200);
    putPipeline(name, spec(name).replace("topic: " + name, "topic: other"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-pipeline-source"));
    putPipeline(name, spec(name).replace("dataset:\n  name: " + name, "dataset:\n  name: other"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-pipeline-dataset"));
  }

  @Test
  void aDatasetBelongsToOnePipeline() {
    String name = newName("owner");
    String other = newName("taker");
    putPipeline(name, spec(name)).then().statusCode(200);
    putPipeline(
            other, spec(other).replace("dataset:\n  name: " + other, "dataset:\n  name: " + name))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-dataset"));
  }

  @Test
  void pipelinesThatShareASourceAgreeOnIt() {
    String name = newName("shared");
    String other = newName("sharing");
    putPipeline(name, spec(name)).then().statusCode(200);
    String sharing = spec(other, name, "PT1H", "rebuild", "SELECT * FROM input", "{}");
    putPipeline(other, sharing.replace("PT30S", "PT31S"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-source"))
        .body("detail", containsString("[idleTimeout]"));
    putPipeline(other, sharing).then().statusCode(200);
    assertThat(source(name).windowings())
        .containsExactlyInAnyOrder(DAY, new Windowing(Duration.ofHours(1), ZoneId.of("UTC")));
  }

  @Test
  void aPipelineKeepsItsWindowsOnceItsSourceHasBatches() {
    String name = newName("counted");
    register(name, 1);
    land(
        name, new Landing(name, DAY).batch(Landing.partition(TOPIC, 0), 0, "2026-01-01T10:00:00Z"));
    putPipeline(name, spec(name).replace("P1D", "PT1H"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-pipeline-window"));
  }

  @Test
  void sqlThatMayNotRunIsRefused() {
    String name = newName("sql");
    putPipeline(name, spec(name, name, "P1D", "rebuild", "SELECT * FROM input; SELECT 1", "{}"))
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-transform"))
        .body("detail", containsString("a transform is one SELECT, but these are several"));
    putPipeline(
            name, spec(name, name, "P1D", "rebuild", "SELECT n, random() AS r FROM input", "{}"))
        .then()
        .statusCode(400)
        .body("detail", containsString("line 1, column 11: random() is not allowed"));
    get("/pipelines/" + name).then().statusCode(404);
    putPipeline(
            name,
            spec(name, name, "P1D", "rebuild", "SELECT count(*) AS c FROM input; -- all", "{}"))
        .then()
        .statusCode(200);
  }

  @Test
  void aSideDatasetForLateRowsIsNotThereYet() {
    String name = newName("side");
    putPipeline(name, spec(name).replace("late: rebuild", "late: side"))
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-spec"))
        .body("detail", containsString("use rebuild or drop"));
  }

  @Test
  void suitesKeepTheirVersions() {
    String name = newName("versions");
    putSuite(name, "{\"expectations\":[]}").then().body("version", equalTo(1));
    putSuite(name, "{\"expectations\":[]}").then().body("version", equalTo(1));
    putSuite(name, "{\"expectations\": []}").then().body("version", equalTo(2));
    get("/suites/" + name).then().body("version", equalTo(2));
    get("/suites/" + name + "/versions").then().body("items.version", contains(1, 2));
    get("/suites/" + name + "/versions/1")
        .then()
        .body("sha256", equalTo(io.penstock.contracts.id.Sha256.of("{\"expectations\":[]}").hex()));
    get("/suites/" + name + "/versions/3").then().statusCode(404);
  }

  @Test
  void whatIsNoSuiteIsRefused() {
    String name = newName("nosuite");
    putSuite(name, "{\"expectations\":[")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-suite"))
        .body("detail", containsString("line 1"));
    putSuite(name, "[]").then().statusCode(400).body("code", equalTo("bad-suite"));
    putSuite(name, "{\"expectations\":[{\"kwargs\":{}}]}")
        .then()
        .statusCode(400)
        .body("detail", containsString("expectation 0"));
    putSuite(
            name,
            """
            {"expectations": [
              {"type": "expect_column_values_to_be_sane", "kwargs": {}},
              {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1},
               "meta": {"penstock": {"action": "quarantine"}}},
              {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "n"},
               "meta": {"penstock": {"action": "drop"}}}]}\
            """)
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-suite"))
        .body("detail", containsString("expectation 0 expect_column_values_to_be_sane: type: "))
        .body(
            "detail",
            containsString(
                "expectation 1 expect_table_row_count_to_be_between: meta.penstock.action: only an expectation about rows"))
        .body(
            "detail",
            containsString(
                "expectation 2 expect_column_values_to_not_be_null: meta.penstock.action: must be fail, quarantine or warn"));
    get("/suites/" + name).then().statusCode(404).body("code", equalTo("unknown-suite"));
  }

  @Test
  void aSuiteThatQuarantinesIsNoneForTheOutput() {
    String name = newName("output");
    String suite =
        """
        {"expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "n"},
          "meta": {"penstock": {"action": "%s"}}}]}\
        """;
    putSuite(name, suite.formatted("quarantine")).then().statusCode(200);
    String yaml =
        spec(
            name,
            name,
            "P1D",
            "rebuild",
            "SELECT * FROM input",
            "{output: suites/" + name + ".json}");
    String refusal =
        "expectation 0 expect_column_values_to_not_be_null: meta.penstock.action: suite %s checks the output of pipeline %s"
            .formatted(name, name);
    putPipeline(name, yaml)
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-suite"))
        .body("detail", containsString(refusal));

    putSuite(name, suite.formatted("warn")).then().statusCode(200);
    putPipeline(name, yaml).then().statusCode(200);
    putSuite(name, suite.formatted("quarantine"))
        .then()
        .statusCode(400)
        .body("detail", containsString(refusal));
  }

  @Test
  void listsArePaged() {
    String first = newName("aaa-list-a");
    String second = newName("aaa-list-b");
    putPipeline(first, spec(first)).then().statusCode(200);
    putPipeline(second, spec(second)).then().statusCode(200);
    get("/pipelines?limit=1&after=aaa")
        .then()
        .body("items.name", contains(first))
        .body("next", equalTo(first));
    get("/pipelines?limit=1&after=" + first).then().body("items.name", contains(second));
    get("/sources?limit=1&after=aaa").then().body("items.spec.name", contains(first));
    get("/sources?limit=1000").then().body("next", nullValue());
    get("/pipelines?limit=0").then().statusCode(400).body("code", equalTo("bad-limit"));
    get("/pipelines/" + first + "/windows?after=x")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-cursor"));
    get("/pipelines/" + first + "/builds?after=x")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-cursor"));
  }
}
