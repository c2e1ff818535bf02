package io.penstock.catalog.testing;

import static io.restassured.RestAssured.given;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.contracts.source.TopicReport;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The catalog's REST API as a test uses it. */
public final class Catalog {
  public static final String TOPIC = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final AtomicInteger NAMES = new AtomicInteger();

  static {
    io.restassured.RestAssured.enableLoggingOfRequestAndResponseIfValidationFails();
  }

  private Catalog() {}

  /** A name that no other test uses. */
  public static String newName(String stem) {
    return stem + "-" + NAMES.incrementAndGet();
  }

  /** A pipeline over a source and a topic of the same name, with windows of one day. */
  public static String spec(String name) {
    return spec(name, name, "P1D", "rebuild", "SELECT event_time, n FROM input", "{}");
  }

  public static String spec(
      String name, String topic, String window, String late, String transform, String checks) {
    return """
    apiVersion: penstock.io/v1
    kind: Pipeline
    name: %s
    source:
      topic: %s
      format: json
      eventTime: {field: at, format: iso, zone: UTC}
      outOfOrderness: PT1H
      idleTimeout: PT30S
    schema:
      versions:
        - version: 1
          fields: {at: string, n: int}
    key: [at, n]
    window: {size: %s, zone: UTC}
    late: %s
    checks: %s
    transform: |
      %s
    dataset:
      name: %s
      partitionBy: ["day(event_time)"]
      orderBy: [event_time]
    """
        .formatted(name, topic, window, late, checks, transform, name);
  }

  public static Response putPipeline(String name, String yaml) {
    return given()
        .contentType("application/yaml")
        .body(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .put("/api/v1/pipelines/" + name);
  }

  public static Response putSuite(String name, String json) {
    return given().contentType("application/json").body(json).put("/api/v1/suites/" + name);
  }

  /** Registers a pipeline of daily windows over its own topic, with topic-partitions from 0. */
  public static void register(String name, int partitions) {
    putPipeline(name, spec(name)).then().statusCode(200);
    PartitionReport[] reports = new PartitionReport[partitions];
    for (int i = 0; i < partitions; i++) {
      reports[i] = new PartitionReport(i, 0, 0, Optional.of(0));
    }
    report(name, TOPIC, reports);
  }

  public static Response put(String path, Object body) {
    return given().contentType("application/json").body(Json.text(body)).put("/api/v1" + path);
  }

  public static Response post(String path, Object body) {
    return given().contentType("application/json").body(Json.text(body)).post("/api/v1" + path);
  }

  public static Response get(String path) {
    return given().get("/api/v1" + path);
  }

  public static <T> T read(Response response, Class<T> type) {
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.asString());
    }
    return Json.read(response.asByteArray(), type);
  }

  public static List<PartitionState> report(
      String source, String topicId, PartitionReport... partitions) {
    return Arrays.asList(
        read(
            put(
                "/sources/" + source + "/topic-partitions",
                new TopicReport(new TopicId(topicId), List.of(partitions))),
            PartitionState[].class));
  }

  public static Response commit(String source, BatchCommit commit) {
    return post("/sources/" + source + "/batches", commit);
  }

  public static BatchReceipt land(String source, BatchCommit commit) {
    return read(commit(source, commit), BatchReceipt.class);
  }

  public static void progress(String source, ProgressReport.Progress... partitions) {
    post("/sources/" + source + "/progress", new ProgressReport(List.of(partitions)))
        .then()
        .statusCode(204);
  }

  public static void complete(String source, Completion completion) {
    post("/sources/" + source + "/completion", completion).then().statusCode(204);
  }

  public static SourceDescription source(String source) {
    return read(get("/sources/" + source), SourceDescription.class);
  }
}
