package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.id.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a suite would have said of published versions, had it stood before them as the checkpoint of
 * the output: it is taken on the files of each window that a version added, by itself.
 *
 * @param dataset the dataset
 * @param suite name of the suite, which may be empty
 * @param versions the newest first
 */
public record CheckpointPreview(DatasetName dataset, String suite, List<VersionVerdict> versions) {
  public CheckpointPreview {
    versions = List.copyOf(versions);
  }

  /** The versions that would not have been published as they are. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public List<Long> wouldHaveFailed() {
    return versions.stream()
        .filter(verdict -> !verdict.passed())
        .map(VersionVerdict::version)
        .toList();
  }

  /**
   * What is asked for.
   *
   * @param suite a suite as JSON; or
   * @param suiteName the name of a registered one
   * @param suiteVersion its version; absent for the newest
   * @param dataset the dataset
   * @param versions how many of its newest versions; absent for one
   * @param parameters values for parameters of the suite; each window binds its start and end
   */
  public record Request(
      Optional<JsonNode> suite,
      Optional<SuiteName> suiteName,
      Optional<Integer> suiteVersion,
      @Nullable DatasetName dataset,
      Optional<Integer> versions,
      Map<String, JsonNode> parameters) {
    public Request {
      // Of JSON that may be anything, what is absent is read as a null that is there.
      suite = suite.filter(json -> !json.isNull() && !json.isMissingNode());
      parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
  }

  /**
   * One version.
   *
   * @param windows number of windows that it added and that have rows
   * @param rows number of rows in them
   * @param failing windows in which an expectation does not hold, also one that only reports
   */
  public record VersionVerdict(
      long version,
      Instant publishedAt,
      boolean passed,
      int windows,
      long rows,
      List<WindowVerdict> failing) {
    public VersionVerdict {
      failing = List.copyOf(failing);
    }
  }

  /**
   * One window of a version.
   *
   * @param failures the expectations that do not hold, critical ones first
   * @param error why the suite cannot be taken on its columns, if so
   */
  public record WindowVerdict(
      Window window,
      BuildId buildId,
      boolean passed,
      List<FailedExpectation> failures,
      Optional<String> error) {
    public WindowVerdict {
      failures = List.copyOf(failures);
    }
  }
}
