package io.penstock.contracts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.id.DatasetName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names versions that something is compared with. It can stand for other versions tomorrow; a plan
 * says which ones it stands for.
 *
 * @param dataset the dataset; that of the pipeline if absent
 * @param version a number, {@code latest} or a tag
 * @param trailing or the newest versions, as many
 */
public record VersionReference(
    Optional<DatasetName> dataset, Optional<String> version, Optional<Integer> trailing) {
  /** Stands for the newest version. */
  public static final String LATEST = "latest";

  /** Versions that a reference stands for at most. */
  public static final int TRAILING_MAX = 1000;

  private static final Set<String> FIELDS = Set.of("dataset", "version", "trailing");

  public VersionReference {
    if (version.isPresent() == trailing.isPresent()) {
      throw new IllegalArgumentException("needs a version, or how many trailing ones");
    }
    if (trailing.filter(count -> count < 1 || count > TRAILING_MAX).isPresent()) {
      throw new IllegalArgumentException("trailing must be between 1 and " + TRAILING_MAX);
    }
  }

  /**
   * Reads {@code {"dataset": …, "version": …}} or {@code {"dataset": …, "trailing": …}}.
   *
   * @throws IllegalArgumentException if it is neither; the message says why
   */
  public static VersionReference of(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          "must be an object with a version (a number, a tag or \"latest\") or trailing, not "
              + json);
    }
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            throw new IllegalArgumentException(
                "has no '%s'; it has %s".formatted(name, String.join(", ", new TreeSet<>(FIELDS))));
          }
        });
    Optional<JsonNode> trailing = field(json, "trailing");
    if (trailing
        .filter(count -> !count.canConvertToInt() || !count.isIntegralNumber())
        .isPresent()) {
      throw new IllegalArgumentException("trailing must be a whole number, not " + trailing.get());
    }
    return new VersionReference(
        field(json, "dataset").map(JsonNode::asText).map(DatasetName::new),
        field(json, "version").map(JsonNode::asText),
        trailing.map(JsonNode::intValue));
  }

  private static Optional<JsonNode> field(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
  }
}
