package io.penstock.validation.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.checkpoint.suite.SuiteProblems;
import io.penstock.contracts.build.CheckpointPreview;
import io.penstock.contracts.build.CheckpointPreview.Request;
import io.penstock.contracts.build.CheckpointPreview.VersionVerdict;
import io.penstock.contracts.build.CheckpointPreview.WindowVerdict;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.store.ObjectStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Takes a suite on published versions, as their builds would have. */
@Singleton
final class Preview {
  private static final int VERSIONS_MAX = 100;

  private final CatalogApi catalog;
  private final ObjectStore store;
  private final EngineSettings engine;
  private final ReentrantLock turn = new ReentrantLock();

  Preview(CatalogApi catalog, ObjectStore store, EngineSettings engine) {
    this.catalog = catalog;
    this.store = store;
    this.engine = engine.withThreads(1);
  }

  /**
   * Tells which of the newest versions a suite would have stopped.
   *
   * @throws PenstockException USER {@code invalid-preview} or {@code bad-suite} with every error at
   *     once; {@code bad-suite} too if the suite fits no version's columns
   */
  CheckpointPreview of(Request request) {
    List<String> problems = new ArrayList<>();
    int count = request.versions().orElse(1);
    if (request.dataset() == null) {
      problems.add("dataset: is missing");
    }
    if (count < 1 || count > VERSIONS_MAX) {
      problems.add("versions: must be from 1 to %d, not %d".formatted(VERSIONS_MAX, count));
    }
    if (request.suite().isPresent() == request.suiteName().isPresent()) {
      problems.add("suite: either suite or suiteName is needed, and not both");
    }
    Optional<Suite> suite = Optional.empty();
    try {
      suite = suite(request);
    } catch (PenstockException e) {
      problems.add(e.getMessage());
    }
    if (!problems.isEmpty() || suite.isEmpty() || request.dataset() == null) {
      throw PenstockException.user("invalid-preview", String.join("\n", problems));
    }
    // One at a time: the memory of sessions is counted for the checkpoints of builds.
    turn.lock();
    try {
      return take(suite.get(), request.dataset().value(), count, request);
    } finally {
      turn.unlock();
    }
  }

  private Optional<Suite> suite(Request request) {
    Optional<String> registered =
        request
            .suiteName()
            .map(name ->
                request
                    .suiteVersion()
                    .map(version -> catalog.suiteVersion(name.value(), version))
                    .orElseGet(() -> catalog.suite(name.value())))
            .map(SuiteDescription::suite)
            .map(Object::toString);
    return request.suite().map(Object::toString).or(() -> registered).map(Suite::parse);
  }

  private CheckpointPreview take(Suite suite, String dataset, int count, Request request) {
    VersionDescription newest = catalog.version(dataset, "latest");
    List<VersionVerdict> verdicts = new ArrayList<>();
    PublishedFiles published = new PublishedFiles(catalog);
    for (long number = newest.number(); number > Math.max(0, newest.number() - count); number--) {
      VersionDescription version =
          number == newest.number() ? newest : catalog.version(dataset, Long.toString(number));
      verdicts.add(verdict(suite, version, published, request));
    }
    requireThatItFits(verdicts);
    return new CheckpointPreview(newest.dataset(), suite.name(), verdicts);
  }

  private static void requireThatItFits(List<VersionVerdict> verdicts) {
    List<WindowVerdict> failing =
        verdicts.stream().flatMap(verdict -> verdict.failing().stream()).toList();
    int windows = verdicts.stream().mapToInt(VersionVerdict::windows).sum();
    if (windows > 0 && failing.stream().filter(w -> w.error().isPresent()).count() == windows) {
      throw PenstockException.user(SuiteProblems.CODE, failing.getFirst().error().orElseThrow());
    }
  }

  private VersionVerdict verdict(
      Suite suite, VersionDescription version, PublishedFiles published, Request request) {
    Map<Window, List<VersionFile>> windows =
        published.built(version.dataset().value(), version.number());
    List<WindowVerdict> failing = new ArrayList<>();
    long rows = 0;
    for (Map.Entry<Window, List<VersionFile>> window : windows.entrySet()) {
      CheckInput input =
          new CheckInput(
              window.getValue().stream().map(file -> file.file().object()).toList(),
              window.getValue().stream().mapToLong(file -> file.file().content().count()).sum(),
              List.of());
      rows += input.rows();
      WindowVerdict verdict =
          verdict(
              suite,
              window.getKey(),
              window.getValue().getFirst().buildId(),
              input,
              request,
              session ->
                  new PreviewHistory(
                      catalog,
                      published,
                      new ReferencedFiles(store, session),
                      version.dataset().value(),
                      version.number()));
      if (!verdict.passed() || !verdict.failures().isEmpty()) {
        failing.add(verdict);
      }
    }
    return new VersionVerdict(
        version.number(),
        version.publishedAt(),
        failing.stream().allMatch(WindowVerdict::passed),
        windows.size(),
        rows,
        failing);
  }

  private WindowVerdict verdict(
      Suite suite,
      Window window,
      BuildId build,
      CheckInput input,
      Request request,
      Function<EngineSession, History> history) {
    try (EngineSession session = Engine.open(engine)) {
      String relation = input.fetch(store, session);
      TableSchema schema = CheckInput.schema(session, relation);
      CheckpointResult result =
          Checkpoint.compile(suite, schema, parameters(window, request), history.apply(session))
              .run(session, relation, ResultFormat.SUMMARY);
      return new WindowVerdict(window, build, result.passed(), result.failures(), Optional.empty());
    } catch (PenstockException e) {
      if (e.code().equals(SuiteProblems.CODE)) {
        return new WindowVerdict(window, build, false, List.of(), Optional.of(e.getMessage()));
      }
      throw e;
    }
  }

  private static Parameters parameters(Window window, Request request) {
    Map<String, JsonNode> values = new HashMap<>(request.parameters());
    values.putAll(Parameters.of(window).values());
    return new Parameters(values);
  }
}
