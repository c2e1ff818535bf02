package io.penstock.transform.step;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.outcome.OutcomeStore;
import io.penstock.stack.StackResource;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.output.Transform;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a dataset follow from its events, not from how they came or who computed them. */
@QuarkusTest
@WithTestResource(StackResource.class)
class SameBytesIT {
  private static final int EVENTS = 10_000;
  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

  /** Events of 700 bytes: one in 20 has the key of the one before, one in 50 is wrong. */
  private static final String EVENT =
      """
      CREATE TABLE event AS
      SELECT i, TIMESTAMPTZ '2001-01-01 00:00:00+00' + to_seconds(i // 2) AS event_time,
        encode(format('{{"id":{},"page":"/p/{}","amount":{},"note":"{}"}}', id, hash(id) %% 97,
          CASE WHEN i %% 50 = 7 THEN '"none"' ELSE (hash(i) %% 1000)::VARCHAR END, repeat(md5(i::VARCHAR), 20))) AS payload
      FROM (SELECT i, CASE WHEN i %% 20 = 3 THEN i - 1 ELSE i END AS id FROM range(%d) r(i))
      """;

  @TempDir Path directory;
  @Inject ObjectStore store;
  @Inject OutcomeStore outcomes;

  /** One way to come by the same dataset. */
  record Way(int events, int shuffle, int batches, int threads, int memoryMiB) {}

  @BeforeEach
  void bucket() {
    store.ensureBucket();
  }

  private static PipelineSpec spec(String transform) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: pages
        source: {topic: t, eventTime: {field: date}}
        key: [id]
        window: {size: P1D}
        schema: {versions: [{version: 1, fields: {id: long, page: string, amount: int, note: string}}]}
        dataset: {name: pages, partitionBy: [half], orderBy: [page]}
        transform: |
          %s
        """
            .formatted(transform));
  }

  private EngineSettings settings(Way way) {
    return new EngineSettings(
        directory.resolve("scratch"), (long) way.memoryMiB << 20, way.threads);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT event_time, id, page, amount, note, amount > 500 AS half FROM input WHERE amount < 900",
        "SELECT page, amount > 500 AS half, count(*) AS views, string_agg(id::VARCHAR, ' ' ORDER BY event_time, id) AS ids, max(note) AS note FROM input GROUP BY page, half",
      })
  void theSameEventsGiveTheSameFilesHoweverTheyCameAndWhateverTheMachineHas(String transform) {
    PipelineSpec spec = spec(transform);
    List<SortedSet<Sha256>> files = new ArrayList<>();
    List<Long> published = new ArrayList<>();
    List<Way> ways =
        List.of(
            new Way(EVENTS, 1, 1, 1, 256),
            new Way(EVENTS, 2, 3, 2, 256),
            new Way(EVENTS, 3, 7, 2, 64));
    for (Way way : ways) {
      PlannedBuild build = planned(spec, way);
      TransformOutcome made = transform(spec, build, conform(build, way, Progress.NONE), way);
      files.add(hashes(made));
      published.add(made.passed().count());
    }

    assertThat(files).hasSize(3).containsOnly(files.getFirst());
    assertThat(files.getFirst()).hasSize(2);
    // 10,000 less 200 wrong ones, and less the repeated keys of which both rows are right.
    assertThat(published).containsOnly(published.getFirst()).first().isEqualTo(9_300L);
  }

  @Test
  void aWindowThatDoesNotFitIntoMemoryGivesTheSameBytes() {
    PipelineSpec spec = spec("SELECT id, page, amount, note, amount > 500 AS half FROM input");
    // 64 MB of rows, which are decoded, sorted and written.
    PlannedBuild build = planned(spec, new Way(100_000, 1, 5, 2, 512));

    ConformOutcome roomy = conform(build, new Way(100_000, 1, 5, 2, 512), Progress.NONE);
    ConformOutcome tight = conform(build, new Way(100_000, 1, 5, 2, 96), Progress.NONE);

    assertThat(tight).isEqualTo(roomy);
    assertThat(tight.conformed().rows()).isEqualTo(98_000);
  }

  @Test
  void twoAttemptsAtOnceDifferInNoByteAndBothHaveTheWinnersOutcome() throws Exception {
    PipelineSpec spec = spec("SELECT id, page, amount, note, amount > 500 AS half FROM input");
    Way way = new Way(EVENTS, 1, 3, 2, 256);
    PlannedBuild build = planned(spec, way);
    CyclicBarrier both = new CyclicBarrier(2);

    CompletableFuture<ConformOutcome> one =
        CompletableFuture.supplyAsync(() -> conform(build, way, meeting(both)));
    ConformOutcome conformed = conform(build, way, meeting(both));

    assertThat(one.get()).isEqualTo(conformed);
    assertThat(objects("staging/" + build.buildId() + "/conform/")).hasSize(1);
    assertThat(objects("quarantine/pages/" + build.buildId() + "/")).hasSize(1);

    new StoredBuild(store, settings(way)).pass(build.buildId(), conformed);
    CyclicBarrier again = new CyclicBarrier(2);
    CompletableFuture<TransformOutcome> other =
        CompletableFuture.supplyAsync(() -> transformStored(spec, build, way, meeting(again)));
    TransformOutcome made = transformStored(spec, build, way, meeting(again));

    assertThat(other.get()).isEqualTo(made);
    assertThat(
            objects("datasets/pages/data/").stream()
                .filter(key -> key.contains(build.buildId().hex().substring(0, 16))))
        .hasSize(2);
  }

  /** Waits in the first phase until the other attempt has come as far. */
  private static Progress meeting(CyclicBarrier both) {
    AtomicBoolean met = new AtomicBoolean();
    return (_, _) -> {
      if (met.compareAndSet(false, true)) {
        try {
          both.await();
        } catch (InterruptedException | BrokenBarrierException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private List<String> objects(String prefix) {
    try (var listed = store.list(prefix)) {
      return listed
          .map(object -> object.key().value())
          .filter(key -> !key.endsWith("_outcome.json"))
          .toList();
    }
  }

  private ConformOutcome conform(PlannedBuild build, Way way, Progress progress) {
    try (EngineSession session = Engine.open(settings(way))) {
      return new ConformStep(store, session, PrivacyKeys.of(Map.of()), progress).take(plan(build));
    }
  }

  private TransformOutcome transform(
      PipelineSpec spec, PlannedBuild build, ConformOutcome conformed, Way way) {
    new StoredBuild(store, settings(way)).pass(build.buildId(), conformed);
    outcomes.once(
        Step.CONFORM,
        ObjectLayout.outcome(build.buildId(), Step.CONFORM),
        ConformOutcome.class,
        () -> conformed);
    return transformStored(spec, build, way, Progress.NONE);
  }

  private TransformOutcome transformStored(
      PipelineSpec spec, PlannedBuild build, Way way, Progress progress) {
    outcomes.once(
        Step.CONFORM,
        ObjectLayout.outcome(build.buildId(), Step.CONFORM),
        ConformOutcome.class,
        () -> conform(build, way, Progress.NONE));
    var sql = Transform.check(plan(build));
    EngineSettings settings = sql.rowWise() ? settings(way) : settings(way).withThreads(1);
    try (EngineSession session = Engine.open(settings)) {
      return new TransformStep(store, outcomes, session, progress).take(plan(build), sql);
    }
  }

  private BuildPlan plan(PlannedBuild build) {
    return outcomes.read(build.plan(), BuildPlan.class);
  }

  private static SortedSet<Sha256> hashes(TransformOutcome made) {
    return made.files().stream()
        .map(OutputFile::object)
        .map(StoredObject::sha256)
        .collect(toCollection(TreeSet::new));
  }

  private PlannedBuild planned(PipelineSpec spec, Way way) {
    Window window = spec.window().windowOf(NOON);
    StoredBuild builds = new StoredBuild(store, settings(way));
    return builds.plan(spec, window, batches(spec, way));
  }

  /** Deals the events to topic-partitions, a batch of each. */
  private List<StoredBuild.StoredBatch> batches(PipelineSpec spec, Way way) {
    List<StoredBuild.StoredBatch> stored = new ArrayList<>();
    try (EngineSession session =
        Engine.open(new EngineSettings(directory.resolve("raw"), 512L << 20, 2))) {
      session.execute(EVENT.formatted(way.events));
      session.execute(
          "CREATE TABLE dealt AS SELECT *, row_number() OVER (ORDER BY hash(i, %d)) - 1 AS place FROM event"
              .formatted(way.shuffle));
      for (int batch = 0; batch < way.batches; batch++) {
        stored.add(batch(session, spec, batch, way.batches));
      }
    }
    return stored;
  }

  private StoredBuild.StoredBatch batch(
      EngineSession session, PipelineSpec spec, int batch, int batches) {
    Path file = session.scratch().resolve("raw%d.parquet".formatted(batch));
    session.execute(
        """
        COPY (SELECT '%s' AS topic_id, %d AS partition, place // %d AS "offset", 0::BIGINT AS timestamp,
            'create' AS timestamp_type, NULL::BLOB AS key, []::STRUCT(name VARCHAR, value BLOB)[] AS headers,
            payload, now() AS ingested_at, event_time, 'ok' AS status, NULL::VARCHAR AS reason
          FROM dealt WHERE place %% %3$d = %2$d ORDER BY place) TO %4$s (FORMAT parquet)
        """
            .formatted(LocalBuild.TOPIC, batch, batches, Sql.literal(file)));
    List<Raw> rows =
        session.queryRows(
            "SELECT \"offset\" FROM " + Sql.literal(file),
            row -> new Raw(batch, row.getLong(1), NOON, "ok", new byte[0]));
    StoredObject object =
        store.put(
            ObjectLayout.raw(
                spec.source().name(),
                new TopicPartition(LocalBuild.TOPIC, batch),
                0,
                rows.size(),
                FileHash.of(file)),
            file);
    return new StoredBuild.StoredBatch(object, rows);
  }
}
