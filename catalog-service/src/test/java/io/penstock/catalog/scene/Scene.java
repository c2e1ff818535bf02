package io.penstock.catalog.scene;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.ObjectStore;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A pipeline with a source and a dataset of its own. Batches and builds are put where the other
 * services would have put them; the data files are real.
 */
public final class Scene {
  private static final String YAML =
      """
      apiVersion: penstock.io/v1
      kind: Pipeline
      name: %1$s
      source:
        topic: %1$s
        format: json
        eventTime: {field: date, format: iso, zone: UTC}
      schema:
        versions:
          - version: 1
            fields: {date: string, delay: int}
      key: [date, delay]
      window: {size: P1D, zone: UTC}
      late: rebuild
      transform: SELECT event_time, delay, delay > 15 AS delayed FROM input
      dataset:
        name: %1$s
        partitionBy: ["day(event_time)", delayed]
        orderBy: [event_time]
      """;

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private final Sql sql;
  private final ObjectStore store;
  private final Steps steps;
  private final String name = "scene-" + UUID.randomUUID();
  private final TopicId topicId = new TopicId("AAAAAAAAAAAAAAAAAAAAAA");
  private final PipelineSpec spec = PipelineSpecParser.parse(YAML.formatted(name));
  private final List<PlannedBatch> batches = new ArrayList<>();
  private final List<Window> batchWindows = new ArrayList<>();
  private final Set<Long> leftOut = new HashSet<>();
  private long position;

  Scene(Sql sql, ObjectStore store) {
    this.sql = sql;
    this.store = store;
    this.steps = new Steps(store, spec, topicId);
  }

  /** Name of the pipeline, the source and the dataset. */
  public String name() {
    return name;
  }

  /** The window of a day, such as {@code 2001-01-01}. */
  public static Window day(String date) {
    LocalDate day = LocalDate.parse(date);
    return new Window(
        day.atStartOfDay(ZoneOffset.UTC).toInstant(),
        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  void register() {
    String specJson = Json.text(spec);
    sql.update(
        """
        insert into source (name, spec, privacy, topic, topic_id, registered_at)
        values (?, ?, '[]', ?, ?, ?)
        """,
        name,
        Json.text(spec.source()),
        name,
        topicId.value(),
        NOW);
    sql.update("insert into source_windowing values (?, ?)", name, spec.window().text());
    sql.update(
        """
        insert into topic_partition
          (source, topic_id, partition, position, log_start, log_end, registered_at)
        values (?, ?, 0, 0, 0, 0, ?)
        """,
        name,
        topicId.value(),
        NOW);
    sql.update(
        """
        insert into pipeline (name, source, windowing, dataset, spec_version, registered_at)
        values (?, ?, ?, ?, 1, ?)
        """,
        name,
        name,
        spec.window().text(),
        name,
        NOW);
    sql.update(
        "insert into pipeline_version values (?, 1, ?, '', ?, ?)",
        name,
        specJson,
        Sha256.of(specJson).hex(),
        NOW);
  }

  /** Lands a batch whose rows are all of one day. */
  public PlannedBatch land(String day, int rows) {
    long seq = batches.size() + 1;
    byte[] bytes = ("raw " + name + " " + seq).getBytes(StandardCharsets.UTF_8);
    TopicPartition partition = new TopicPartition(topicId, 0);
    Sha256 sha256 = Sha256.of(bytes);
    ObjectKey key =
        ObjectLayout.raw(spec.source().name(), partition, position, position + rows, sha256);
    store.putIfAbsent(key, bytes);
    Fingerprint origins = Fingerprint.EMPTY;
    for (long offset = position; offset < position + rows; offset++) {
      origins = origins.plus(OriginFingerprint.of(topicId, 0, offset));
    }
    PlannedBatch batch =
        new PlannedBatch(seq, partition, new StoredObject(key, sha256, bytes.length), origins);
    insert(batch, day(day), rows);
    batches.add(batch);
    batchWindows.add(day(day));
    position += rows;
    return batch;
  }

  private void insert(PlannedBatch batch, Window window, int rows) {
    java.math.BigDecimal sum = new java.math.BigDecimal(new BigInteger(batch.rows().sum(), 16));
    sql.update(
        "insert into object (key, state, sha256, bytes, at) values (?, 'LIVE', ?, ?, ?)",
        batch.object().key().value(),
        batch.object().sha256().hex(),
        batch.object().bytes(),
        NOW);
    sql.update(
        """
        insert into batch
          (source, seq, topic_id, partition, from_position, to_position, gaps, object_key, sha256,
           bytes, landed_rows, landed_sum, max_event_time, committed_at)
        values (?, ?, ?, 0, ?, ?, '[]', ?, ?, ?, ?, ?, ?, ?)
        """,
        name,
        batch.seq(),
        topicId.value(),
        position,
        position + rows,
        batch.object().key().value(),
        batch.object().sha256().hex(),
        batch.object().bytes(),
        (long) rows,
        sum,
        window.start(),
        NOW);
    sql.update(
        "insert into batch_window values (?, ?, ?, ?, ?, ?, ?)",
        name,
        spec.window().text(),
        window.start(),
        window.end(),
        batch.seq(),
        (long) rows,
        sum);
    sql.update(
        """
        insert into source_window values (?, ?, ?, ?, ?, ?)
        on conflict (source, windowing, window_start) do update set last_seq = excluded.last_seq
        """,
        name,
        spec.window().text(),
        window.start(),
        window.end(),
        batch.seq(),
        NOW);
    sql.update("update topic_partition set position = ? where source = ?", position + rows, name);
    sql.update("update source set last_seq = ? where name = ?", batch.seq(), name);
  }

  /**
   * Does what the steps of a build of a day do, from all its batches so far: one file with a row
   * for each event.
   *
   * @param variant makes builds of the same rows differ
   */
  public Made make(String day, String variant) {
    return make(day, variant, List.of());
  }

  /**
   * The same with rows that fail in conform.
   *
   * @param failed their offsets
   */
  public Made make(String day, String variant, List<Long> failed) {
    Window window = day(day);
    List<PlannedBatch> inputs = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (batchWindows.get(i).equals(window) && !leftOut.contains(batches.get(i).seq())) {
        inputs.add(batches.get(i));
      }
    }
    BuildId id = BuildId.of(Sha256.of(name + day + variant + inputs));
    BuildPlan plan =
        new BuildPlan(
            id, spec, 1, window, batches.size(), inputs, Map.of(), new EngineIdentity("v2", 1, ""));
    return steps.take(plan, day, variant, failed);
  }

  /** Plans a build as the catalog does, against what its window has now. */
  public void plan(Made made) {
    sql.update(
        """
        insert into build
          (build_id, pipeline, spec_version, window_start, window_end, through, base_build_id,
           state, inputs_sha256, planned_at)
        select ?, ?, 1, ?, ?, ?,
               (select live_build_id from pipeline_window where pipeline = ? and window_start = ?),
               'planned', '', ?
        on conflict (build_id) do update
           set state = 'planned', ended_at = null, base_build_id = excluded.base_build_id,
               through = excluded.through
        """,
        made.id().hex(),
        name,
        made.window().start(),
        made.window().end(),
        made.plan().through(),
        name,
        made.window().start(),
        NOW);
    sql.update(
        """
        insert into pipeline_window (pipeline, window_start, window_end, latest_build_id)
        values (?, ?, ?, ?)
        on conflict (pipeline, window_start) do update set latest_build_id = excluded.latest_build_id
        """,
        name,
        made.window().start(),
        made.window().end(),
        made.id().hex());
    store.putIfAbsent(ObjectLayout.plan(made.id()), Json.bytes(made.plan()));
  }

  /** Writes the outcomes. */
  public void finish(Made made) {
    outcome(made, Step.CONFORM, made.conform());
    outcome(made, Step.CHECK_CONFORMED, made.conformed());
    outcome(made, Step.TRANSFORM, made.transform());
    outcome(made, Step.CHECK_OUTPUT, made.output());
  }

  private void outcome(Made made, Step step, Object outcome) {
    store.putIfAbsent(ObjectLayout.outcome(made.id(), step), Json.bytes(outcome));
  }

  /** Makes, plans and finishes a build. */
  public Made built(String day, String variant) {
    Made made = make(day, variant);
    plan(made);
    finish(made);
    return made;
  }

  /** Changes what the pipeline does with late rows, such as {@code drop}. */
  public void late(String policy) {
    sql.update(
        "update pipeline_version set spec = regexp_replace(spec, '\"late\":\"[a-z]+\"', ?) where pipeline = ?",
        "\"late\":\"" + policy + "\"",
        name);
  }

  /** Later builds are made without this batch, which retention has deleted. */
  public void leaveOut(PlannedBatch batch) {
    leftOut.add(batch.seq());
  }

  /** The topic id of every row. */
  public TopicId topicId() {
    return topicId;
  }

  /** Closes every window: the catalog plans them from now on. */
  public void close() {
    sql.update("update source set watermark = ? where name = ?", NOW, name);
  }

  /** Publishes builds, which succeeds. */
  public void publish(Made... builds) {
    given()
        .contentType("application/json")
        .body(Map.of("builds", Arrays.stream(builds).map(made -> made.id().hex()).toList()))
        .post("/api/v1/pipelines/" + name + "/publications")
        .then()
        .statusCode(200)
        .body("published.size()", equalTo(builds.length));
  }

  /** Removes all that the catalog knows of it; its objects become orphans. */
  public void forget() {
    List<String> keys =
        sql.texts(
            """
            select key from object
             where key like '%' || ? || '%'
                or split_part(key, '/', 2) in (select build_id from build where pipeline = ?)
            """,
            name, name);
    for (String table :
        List.of(
            "dataset_tag.dataset",
            "dataset_version.dataset",
            "data_file.dataset",
            "build_input.source",
            "dataset_window.dataset",
            "dataset.name",
            "window_held.pipeline",
            "quarantine_file.pipeline",
            "pipeline_window.pipeline",
            "build.pipeline",
            "pipeline_version.pipeline",
            "pipeline.name",
            "batch_window.source",
            "source_window.source",
            "batch.source",
            "topic_partition.source",
            "source_windowing.source",
            "source.name")) {
      int dot = table.indexOf('.');
      sql.update(
          "delete from %s where %s = ?"
              .formatted(table.substring(0, dot), table.substring(dot + 1)),
          name);
    }
    keys.forEach(key -> sql.update("delete from object where key = ?", key));
  }
}
