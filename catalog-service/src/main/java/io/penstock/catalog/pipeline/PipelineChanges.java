package io.penstock.catalog.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.catalog.source.SourceRow;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PrivacySpec;
import java.util.List;
import java.util.TreeSet;

/** What a spec may be, given what is registered. */
final class PipelineChanges {
  private PipelineChanges() {}

  /**
   * A pipeline stays with its source, its dataset and, once rows are counted, its windows.
   *
   * @throws PenstockException USER {@code conflict-pipeline-source}, {@code
   *     conflict-pipeline-dataset}, {@code conflict-pipeline-window}, {@code
   *     conflict-pipeline-partitioning}
   */
  static void requireSameIdentity(
      PipelineSpec before, PipelineSpec after, boolean landed, boolean published) {
    if (!before.source().name().equals(after.source().name())
        || !before.source().topic().equals(after.source().topic())) {
      throw PenstockException.user(
          "conflict-pipeline-source",
          "Pipeline %s reads source %s (topic %s), and stays with it: use another pipeline name for another source."
              .formatted(before.name(), before.source().name(), before.source().topic()));
    }
    if (!before.dataset().name().equals(after.dataset().name())) {
      throw PenstockException.user(
          "conflict-pipeline-dataset",
          "Pipeline %s makes dataset %s, and stays with it: use another pipeline name for another dataset."
              .formatted(before.name(), before.dataset().name()));
    }
    if (landed && !before.window().equals(after.window())) {
      throw PenstockException.user(
          "conflict-pipeline-window",
          "Rows of pipeline %s are counted by windows of %s already: use another pipeline name for other windows."
              .formatted(before.name(), before.window().text()));
    }
    if (published && !before.dataset().partitionBy().equals(after.dataset().partitionBy())) {
      throw PenstockException.user(
          "conflict-pipeline-partitioning",
          "Dataset %s is published with other partitions: use another pipeline and dataset name."
              .formatted(before.dataset().name()));
    }
  }

  /**
   * Pipelines that share a source agree on it.
   *
   * @throws PenstockException USER {@code conflict-source}
   */
  static void requireSameSource(SourceRow source, PipelineSpec spec) {
    if (!source.spec().equals(spec.source())) {
      throw PenstockException.user(
          "conflict-source",
          "Source %s is registered with other values of %s: write them as they are there, or name the source otherwise."
              .formatted(source.name(), difference(source.spec(), spec.source())));
    }
    if (!source.privacy().equals(privacyOfLanding(spec))) {
      throw PenstockException.user(
          "conflict-source",
          "Source %s lands masked by other privacy rules: write the same, or name the source otherwise."
              .formatted(source.name()));
    }
  }

  /** The rules that apply before landing. */
  static List<PrivacySpec> privacyOfLanding(PipelineSpec spec) {
    return switch (spec.source().landing()) {
      case RAW -> List.of();
      case MASKED -> spec.privacy();
    };
  }

  private static TreeSet<String> difference(Object before, Object after) {
    JsonNode one = Json.mapper().valueToTree(before);
    JsonNode other = Json.mapper().valueToTree(after);
    TreeSet<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> one.path(name).equals(other.path(name)));
    return names;
  }
}
