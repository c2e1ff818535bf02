package io.penstock.contracts.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SuiteName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A version of an expectation suite, as a build uses it.
 *
 * @param name its name
 * @param version its version in the catalog, from 1
 * @param sha256 digest of its JSON text as it was registered
 * @param suite the suite in the JSON form of Great Expectations 1.x
 */
public record BoundSuite(SuiteName name, int version, Sha256 sha256, JsonNode suite) {
  private static final String KWARG = "reference";

  /**
   * The versions that its expectations are compared with, each once. References that cannot be read
   * are left out: the checkpoint says what is wrong with them.
   */
  public List<VersionReference> references() {
    Set<VersionReference> references = new LinkedHashSet<>();
    for (JsonNode expectation : suite.path("expectations")) {
      JsonNode reference = expectation.path("kwargs").path(KWARG);
      if (reference.isObject() && expectation.path("type").asText().startsWith("penstock_")) {
        try {
          references.add(VersionReference.of(reference));
        } catch (IllegalArgumentException e) {
          continue;
        }
      }
    }
    return List.copyOf(references);
  }
}
