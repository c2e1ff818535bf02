package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.dataset.PublishedRows;
import io.penstock.cli.event.EventProducer;
import io.penstock.cli.event.Topic;
import io.penstock.cli.pipeline.PipelineFiles;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.catalog.AuditReport;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The flights pipeline under a name of its own, so that many of them share one system. */
final class Flights implements AutoCloseable {
  static final int TOPIC_PARTITIONS = 2;

  /** So many days are enough for most tests. */
  static final int DAYS = 3;

  private static final Map<String, Integer> USES = new HashMap<>();
  private static @Nullable Sha256 undisturbed;

  private final SystemUnderTest system;
  private final String name;
  private final Topic topic;

  /** Registers a pipeline, a topic and a dataset of that name. */
  Flights(SystemUnderTest system, String name) {
    this(system, name, UnaryOperator.identity());
  }

  /** The same, with a change to the pipeline's YAML. */
  Flights(SystemUnderTest system, String name, UnaryOperator<String> change) {
    this(system, name, TOPIC_PARTITIONS, change);
  }

  /** The same, on so many topic-partitions. */
  Flights(SystemUnderTest system, String name, int partitions, UnaryOperator<String> change) {
    this.system = system;
    // A test that is run again gets another name than the first time.
    int use = USES.merge(name, 1, Integer::sum);
    this.name = use == 1 ? name : name + "-" + use;
    this.topic = new Topic(system.stack().kafkaBootstrapServers(), this.name);
    topic.create(partitions);
    register(change);
  }

  /** The content of the first {@link #DAYS} days if nothing happens meanwhile. */
  static synchronized Sha256 undisturbed(SystemUnderTest system) {
    if (undisturbed == null) {
      try (Flights flights = new Flights(system, "undisturbed")) {
        List<byte[]> events = days(system, DAYS);
        undisturbed = flights.produceAll(events).awaitPublished(events.size()).contentHash();
      }
    }
    return undisturbed;
  }

  /** Registers the pipeline again, changed. */
  void register(UnaryOperator<String> change) {
    register(name, change);
  }

  /** Registers a pipeline of another name that reads the same topic. */
  void register(String pipeline, UnaryOperator<String> change) {
    system.addPipeline();
    PipelineFiles files = PipelineFiles.read(system.checkoutFile("examples/flights/pipeline.yaml"));
    String yaml =
        change.apply(
            files
                .yaml()
                .replace("name: flights", "name: " + pipeline)
                .replace("topic: flights", "topic: " + name));
    new PipelineFiles(yaml, PipelineSpecParser.parse(yaml), files.suites())
        .register(system.catalog());
  }

  /** The flights of the first days of 2001, in order. */
  static List<byte[]> days(SystemUnderTest system, int days) {
    return before(system, "2001/01/%02d".formatted(days + 1));
  }

  /** The flights before a date, in order. */
  static List<byte[]> before(SystemUnderTest system, String end) {
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(
                system.checkoutFile("examples/flights/data/flights-20k.json.gz")))) {
      List<byte[]> events = new ArrayList<>();
      for (JsonNode event : Json.mapper().readTree(in)) {
        if (event.path("date").asText().compareTo(end) < 0) {
          events.add(Json.bytes(event));
        }
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Produces events and declares the source complete. */
  Flights produceAll(List<byte[]> events) {
    produce(events);
    complete();
    return this;
  }

  /** Produces the sequence's events that are not in the topic yet. */
  void produce(List<byte[]> events) {
    new EventProducer(system.stack().kafkaBootstrapServers(), name)
        .send(events, topic.endOffsets(), done -> {});
  }

  void complete() {
    system.catalog().post(Object.class, topic.completion(), "sources/%s/completion", name);
  }

  /** Waits until so many rows are landed. */
  void awaitLanded(long rows) {
    await("%d rows of %s are landed".formatted(rows, name))
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(ledger().landed().count()).isEqualTo(rows));
  }

  /** Waits until every window has this state, and there are so many. */
  void awaitWindows(int count, WindowState state) {
    await("%d windows of %s are %s".formatted(count, name, state))
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(windows())
                .hasSize(count)
                .allSatisfy(window -> assertThat(window.state()).isEqualTo(state)));
  }

  /** Waits until all landed rows are in published windows, and returns the newest version. */
  VersionDescription awaitPublished(long rows) {
    await("all windows of " + name + " are published")
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(() -> {
          assertThat(ledger().landed().count()).isEqualTo(rows);
          assertThat(windows())
              .isNotEmpty()
              .allSatisfy(w -> assertThat(w.state()).isEqualTo(WindowState.PUBLISHED));
        });
    return latest();
  }

  VersionDescription latest() {
    return system.catalog().get(VersionDescription.class, "datasets/%s/versions/latest", name);
  }

  List<WindowDescription> windows() {
    return system.catalog().list(WindowDescription.class, "pipelines/%s/windows", name);
  }

  SourceLedger ledger() {
    return system.catalog().get(SourceLedger.class, "sources/%s/ledger", name);
  }

  /** What a DuckDB that knows nothing of Penstock reads in the published files. */
  PublishedRows.Rows query(String sql) {
    List<VersionFile> files =
        system.catalog().list(VersionFile.class, "datasets/%s/versions/latest/files", name);
    try (PublishedRows rows = PublishedRows.download(system.storeSettings(), files)) {
      return rows.query(sql);
    }
  }

  /** Every invariant holds, in the database and in the store. */
  static void assertAudited(SystemUnderTest system) {
    AuditReport audit = system.catalog().post(AuditReport.class, new Object[0], "audits");
    assertThat(audit.violations()).isEmpty();
    assertThat(audit.checks()).isNotEmpty();
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    topic.close();
  }
}
