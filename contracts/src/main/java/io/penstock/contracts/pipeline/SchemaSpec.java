package io.penstock.contracts.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema of events over time.
 *
 * @param fields the conformed fields, in order; by default those of the newest version
 * @param versions the versions that may come, oldest first
 */
public record SchemaSpec(Map<String, FieldType> fields, List<SchemaVersion> versions) {
  public SchemaSpec {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    versions = List.copyOf(versions);
    if (versions.isEmpty() || fields.isEmpty()) {
      throw new IllegalArgumentException("a schema has at least one version and one field");
    }
  }
}
