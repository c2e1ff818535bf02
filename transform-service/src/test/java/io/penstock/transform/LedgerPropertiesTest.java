package io.penstock.transform;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.output.Transform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whatever lands, every row of a window is in exactly one term of its ledger: the one that a
 * straightforward reading of the rules says.
 */
class LedgerPropertiesTest {
  private static final Instant FIRST_DAY = Instant.parse("2001-01-01T00:00:00Z");
  private static final PipelineSpec SPEC =
      LocalBuild.spec(
          """
          apiVersion: penstock.io/v1
          kind: Pipeline
          name: flights
          source: {topic: flights, eventTime: {field: date}}
          key: [date, origin]
          window: {size: P1D}
          schema: {versions: [{version: 1, fields: {date: string, origin: string?, delay: int}}]}
          dataset: {name: flights, partitionBy: [origin]}
          transform: SELECT date, origin, delay FROM input WHERE delay > 0
          """);

  private Path directory;
  private LocalBuild build;

  /** What an event is, whatever its fields say. */
  enum Kind {
    GOOD,
    WRONG_TYPE,
    NO_DELAY,
    NOT_JSON,
    /** Has no window: landing marks it, and the source's ledger has it. */
    MALFORMED
  }

  /**
   * An event that landed.
   *
   * @param day of the two windows, 0 or 1
   * @param taken whether the checkpoint of conformed rows quarantines it, if it gets there
   */
  record Event(
      Kind kind,
      int day,
      int minute,
      String date,
      @Nullable String origin,
      int delay,
      boolean taken) {

    String payload() {
      String text = origin == null ? "null" : "\"" + origin + "\"";
      return switch (kind) {
        case GOOD, MALFORMED ->
            "{\"date\":\"%s\",\"origin\":%s,\"delay\":%d}".formatted(date, text, delay);
        case WRONG_TYPE -> "{\"date\":\"%s\",\"origin\":%s,\"delay\":\"x\"}".formatted(date, text);
        case NO_DELAY -> "{\"date\":\"%s\",\"origin\":%s}".formatted(date, text);
        case NOT_JSON -> "{\"date\":\"%s\",".formatted(date);
      };
    }

    Instant time() {
      return FIRST_DAY.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(minute));
    }
  }

  /** An event and its offset. */
  record Landed(long offset, Event event) {
    Raw raw() {
      return new Raw(
          0,
          offset,
          event.time(),
          event.kind == Kind.MALFORMED ? "malformed" : "ok",
          event.payload().getBytes(StandardCharsets.UTF_8));
    }

    List<String> key() {
      return Arrays.asList(event.date, event.origin);
    }

    String payloadSha256() {
      return Sha256.of(event.payload()).hex();
    }
  }

  @BeforeProperty
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("ledger-properties");
    build = new LocalBuild(directory, 2);
  }

  @AfterProperty
  void deleteDirectory() throws IOException {
    Files.walkFileTree(directory, new Deletion());
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void everyRowOfAWindowIsInOneTermOfItsLedger(
      @ForAll("events") List<Event> events, @ForAll("sizes") int batchRows) {
    List<Landed> landed = new ArrayList<>();
    events.forEach(event -> landed.add(new Landed(landed.size(), event)));
    for (int day = 0; day < 2; day++) {
      Window window = SPEC.window().windowOf(FIRST_DAY.plus(Duration.ofDays(day)));
      List<Landed> rows = in(window, landed);
      if (!rows.isEmpty()) {
        check(rows, batches(window, landed, batchRows));
      }
    }
  }

  private void check(List<Landed> rows, List<List<Raw>> batches) {
    @SuppressWarnings("unchecked")
    BuildPlan plan = LocalBuild.plan(SPEC, batches.toArray(new List[0]));
    Set<Landed> failed = select(rows, row -> row.event.kind != Kind.GOOD);
    Set<Landed> quarantined = select(rows, row -> row.event.taken && !failed.contains(row));
    Set<Landed> left = select(rows, row -> !failed.contains(row) && !quarantined.contains(row));
    Set<Landed> duplicate = duplicates(left);
    Set<Landed> passed = select(left, row -> !duplicate.contains(row));
    Set<Landed> published = select(passed, row -> row.event.delay > 0);

    LocalBuild.Conformed conformed = build.conform(plan, batches);
    Conform.Result conform = conformed.result();
    Transform.Result transform =
        build
            .transform(
                plan,
                conformed,
                quarantined.isEmpty()
                    ? Optional.empty()
                    : Optional.of(quarantined.stream().map(Landed::offset).toList()))
            .result();

    assertThat(conform.windowed()).isEqualTo(origins(rows));
    assertThat(conform.schemaFailed()).isEqualTo(origins(failed));
    assertThat(transform.quarantined()).isEqualTo(origins(quarantined));
    assertThat(transform.duplicate()).isEqualTo(origins(duplicate));
    assertThat(transform.passed()).isEqualTo(origins(passed));
    assertThat(transform.published()).contains(origins(published));
    assertThat(transform.filtered())
        .contains(origins(select(passed, row -> !published.contains(row))));
    assertThat(conform.windowed())
        .isEqualTo(
            conform
                .schemaFailed()
                .plus(transform.quarantined())
                .plus(transform.duplicate())
                .plus(transform.passed()));
    assertThat(transform.passed())
        .isEqualTo(transform.published().orElseThrow().plus(transform.filtered().orElseThrow()));
    assertThat(transform.files().stream().mapToLong(file -> file.content().count()).sum())
        .isEqualTo(published.size());
  }

  /** A plan's window is that of the first row of its first batch. */
  private static List<List<Raw>> batches(Window window, List<Landed> landed, int batchRows) {
    List<List<Raw>> batches = new ArrayList<>();
    for (int from = 0; from < landed.size(); from += batchRows) {
      List<Raw> batch =
          landed.subList(from, Math.min(landed.size(), from + batchRows)).stream()
              .map(Landed::raw)
              .toList();
      batches.add(batch);
    }
    Landed first = in(window, landed).getFirst();
    List<List<Raw>> ordered = new ArrayList<>();
    ordered.add(List.of(first.raw()));
    for (List<Raw> batch : batches) {
      List<Raw> others = batch.stream().filter(row -> row.offset() != first.offset).toList();
      if (!others.isEmpty()) {
        ordered.add(others);
      }
    }
    return ordered;
  }

  private static List<Landed> in(Window window, List<Landed> landed) {
    return landed.stream()
        .filter(row -> row.event.kind != Kind.MALFORMED && window.contains(row.event.time()))
        .toList();
  }

  /** The survivor of a key: least event time, payload SHA-256, offset. */
  private static Set<Landed> duplicates(Set<Landed> rows) {
    Set<Landed> duplicates = new HashSet<>(rows);
    rows.stream()
        .collect(groupingBy(Landed::key))
        .values()
        .forEach(same ->
            duplicates.remove(
                same.stream()
                    .min(
                        Comparator.comparing((Landed row) -> row.event.time())
                            .thenComparing(Landed::payloadSha256)
                            .thenComparing(Landed::offset))
                    .orElseThrow()));
    return duplicates;
  }

  private static Set<Landed> select(Collection<Landed> rows, Predicate<Landed> condition) {
    Set<Landed> selected = new HashSet<>(rows);
    selected.removeIf(condition.negate());
    return selected;
  }

  private static Fingerprint origins(Collection<Landed> rows) {
    return rows.stream()
        .map(row -> OriginFingerprint.of(LocalBuild.TOPIC, 0, row.offset))
        .reduce(Fingerprint.EMPTY, Fingerprint::plus);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(10, Kind.GOOD),
            Tuple.of(1, Kind.WRONG_TYPE),
            Tuple.of(1, Kind.NO_DELAY),
            Tuple.of(1, Kind.NOT_JSON),
            Tuple.of(1, Kind.MALFORMED));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of("a", "b", "c", ""),
            Arbitraries.of("LAX", "SFO", "").injectNull(0.3),
            Arbitraries.integers().between(-1, 2),
            Arbitraries.of(true, false, false, false, false))
        .as(Event::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 7, 100);
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
