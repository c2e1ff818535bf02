package io.penstock.contracts.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of the schema, as events carry it. An event is of the newest version whose required
 * fields it all has.
 *
 * @param version number from 1
 * @param fields the fields as they come, in order
 * @param upgrade SQL expressions over these fields that make conformed fields; a conformed field
 *     that is not named here is taken from the field of its own name
 */
public record SchemaVersion(
    int version, Map<String, FieldType> fields, Map<String, String> upgrade) {
  public SchemaVersion {
    if (version < 1) {
      throw new IllegalArgumentException("schema versions start at 1: " + version);
    }
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    upgrade = Collections.unmodifiableMap(new LinkedHashMap<>(upgrade));
  }
}
