package io.penstock.transform.conform;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.Landing;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.pipeline.ScalarType;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.transform.engine.HiddenColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What conform needs of a pipeline, checked: names that the engine can tell apart, a source for
 * every conformed field in every version, privacy rules that fit their fields.
 *
 * @param fields the conformed fields, in order
 * @param versions the versions that may come, oldest first
 */
record ConformSchema(List<ConformedField> fields, List<SchemaVersion> versions) {

  /**
   * A field of conformed rows.
   *
   * @param privacy what is done to it before it is kept; absent too if that was done at landing
   */
  record ConformedField(String name, FieldType type, Optional<PrivacySpec> privacy) {}

  /**
   * Checks and takes the schema of a pipeline.
   *
   * @throws PenstockException USER {@code invalid-schema} with a line for each thing to change
   */
  static ConformSchema of(PipelineSpec spec) {
    List<String> errors = new ArrayList<>();
    Map<String, FieldType> fields = spec.schema().fields();
    checkNames("schema.fields", fields.keySet(), errors);
    checkReserved(fields.keySet(), errors);
    for (SchemaVersion version : spec.schema().versions()) {
      checkNames("schema version " + version.version(), version.fields().keySet(), errors);
      checkSources(fields, version, errors);
    }
    Map<String, PrivacySpec> privacy = privacy(spec, errors);
    if (!errors.isEmpty()) {
      throw PenstockException.user("invalid-schema", String.join("\n", errors));
    }
    List<ConformedField> conformed =
        fields.entrySet().stream()
            .map(field ->
                new ConformedField(
                    field.getKey(),
                    field.getValue(),
                    Optional.ofNullable(privacy.get(field.getKey()))))
            .toList();
    return new ConformSchema(conformed, spec.schema().versions());
  }

  /** The engine takes {@code Date} and {@code date} for the same name. */
  private static void checkNames(String where, Collection<String> names, List<String> errors) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty() || name.indexOf('\0') >= 0) {
        errors.add(where + ": a field's name is not empty and holds no NUL character");
      } else if (!seen.add(folded(name))) {
        errors.add(where + ": two fields are called '" + name + "', but for upper and lower case");
      }
    }
  }

  private static void checkReserved(Collection<String> names, List<String> errors) {
    for (String name : names) {
      if (folded(name).equals(PipelineSpec.EVENT_TIME)) {
        errors.add(
            "schema.fields: '%s' is the name of the parsed event time. Give schema.fields without it, and an upgrade that keeps the text under another name if you need it"
                .formatted(name));
      } else if (name.startsWith(HiddenColumns.PREFIX)) {
        errors.add("schema.fields: names that start with '__' are ours, but there is " + name);
      }
    }
  }

  private static void checkSources(
      Map<String, FieldType> fields, SchemaVersion version, List<String> errors) {
    String where = "schema version " + version.version() + ": ";
    for (String name : version.upgrade().keySet()) {
      if (!fields.containsKey(name)) {
        errors.add(where + "upgrade names '" + name + "', which is not among schema.fields");
      }
    }
    for (Map.Entry<String, FieldType> field : fields.entrySet()) {
      String name = field.getKey();
      if (version.upgrade().containsKey(name) || field.getValue().optional()) {
        continue;
      }
      if (!version.fields().containsKey(name)) {
        errors.add(where + "has neither a field nor an upgrade for the required '" + name + "'");
      }
    }
  }

  private static Map<String, PrivacySpec> privacy(PipelineSpec spec, List<String> errors) {
    for (PrivacySpec rule : spec.privacy()) {
      FieldType type = spec.schema().fields().get(rule.field());
      if (type == null) {
        if (spec.source().landing() == Landing.RAW) {
          errors.add("privacy: '" + rule.field() + "' is not among schema.fields");
        }
      } else if (rule.rule() != PrivacySpec.Rule.REDACT
          && type.type() != ScalarType.Simple.STRING) {
        errors.add(
            "privacy: rule %s needs a string, but '%s' is %s"
                .formatted(rule.rule().text(), rule.field(), type.text()));
      }
    }
    return spec.source().landing() == Landing.MASKED
        ? Map.of()
        : spec.privacy().stream()
            .collect(Collectors.toMap(PrivacySpec::field, rule -> rule, (first, second) -> second));
  }

  /** The fields of all versions, each once. */
  List<String> declaredNames() {
    return versions.stream()
        .flatMap(version -> version.fields().keySet().stream())
        .distinct()
        .toList();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
