package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Whether the fields that a spec speaks of fit together: schema versions, key and privacy. */
final class SchemaChecks {
  /** Hidden columns and helpers of the engine start like this, so fields may not. */
  static final String RESERVED_PREFIX = "__";

  private final YamlDocument document;
  private final JsonNode root;
  private final SpecErrors errors;

  SchemaChecks(YamlDocument document, SpecErrors errors) {
    this.document = document;
    this.root = document.root();
    this.errors = errors;
  }

  void check() {
    JsonNode versions = root.at("/schema/versions");
    if (!versions.isArray() || versions.isEmpty()) {
      return;
    }
    boolean own = root.at("/schema/fields").isObject();
    String conformedAt =
        own ? "/schema/fields" : "/schema/versions/" + (versions.size() - 1) + "/fields";
    Map<String, FieldType> conformed = fields(conformedAt);
    int previous = 0;
    for (int i = 0; i < versions.size(); i++) {
      String at = "/schema/versions/" + i;
      int number = versions.get(i).path("version").asInt(previous + 1);
      if (number <= previous) {
        error(at + "/version", "must be greater than the version before it, " + previous);
      }
      previous = number;
      checkVersion(at, conformed);
    }
    checkConformedNames(conformedAt, conformed.keySet());
    checkReferences("/key", "", conformed.keySet());
    checkPrivacy(conformed);
  }

  private void checkVersion(String at, Map<String, FieldType> conformed) {
    Map<String, FieldType> fields = fields(at + "/fields");
    JsonNode upgrade = root.at(at + "/upgrade");
    upgrade
        .fieldNames()
        .forEachRemaining(target -> {
          if (!conformed.containsKey(target)) {
            error(at + "/upgrade/" + escape(target), "is not one of the conformed fields");
          }
        });
    conformed.forEach((name, type) -> {
      if (!upgrade.has(name)) {
        checkTakenOver(at, name, type, fields);
      }
    });
  }

  private void checkTakenOver(
      String at, String name, FieldType type, Map<String, FieldType> fields) {
    FieldType given = fields.get(name);
    if (given == null) {
      if (!type.optional()) {
        error(
            at + "/fields", "has no '%s': add it, or an upgrade expression for it".formatted(name));
      }
    } else if (!given.type().equals(type.type())) {
      error(
          at + "/fields/" + escape(name),
          "is %s, but the conformed field is %s: add an upgrade expression for it"
              .formatted(given.text(), type.text()));
    } else if (given.optional() && !type.optional()) {
      error(
          at + "/fields/" + escape(name),
          "may be null, but the conformed field may not: make that one '%s?'"
              .formatted(type.text()));
    }
  }

  private void checkConformedNames(String at, Set<String> names) {
    for (String name : names) {
      if (name.startsWith(RESERVED_PREFIX) || name.equalsIgnoreCase(PipelineSpec.EVENT_TIME)) {
        error(
            at + "/" + escape(name),
            "is a reserved name ('event_time' and names that start with '__'): give the conformed field another one");
      }
      for (String other : names) {
        if (!other.equals(name) && other.equalsIgnoreCase(name) && name.compareTo(other) < 0) {
          error(at + "/" + escape(other), "differs from '" + name + "' only in case");
        }
      }
    }
  }

  private void checkPrivacy(Map<String, FieldType> conformed) {
    checkReferences("/privacy", "/field", conformed.keySet());
    JsonNode rules = root.path("privacy");
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      FieldType type = conformed.get(rule.path("field").asText());
      String name = rule.path("rule").asText();
      String at = "/privacy/" + i;
      if (name.equals("hmac") != rule.has("key")) {
        error(at, "needs a 'key' with rule hmac, and only with it");
      }
      if (type != null && name.equals("redact") && !type.optional()) {
        error(
            at, "sets the field to null, but it is required: make its type '" + type.text() + "?'");
      }
      if (type != null && !name.equals("redact") && type.type() != ScalarType.Simple.STRING) {
        error(at, "applies to text, but the field is " + type.text() + ": use rule redact");
      }
    }
  }

  /** Every item of a list (or its member) must name a conformed field. */
  private void checkReferences(String list, String member, Set<String> names) {
    for (int i = 0; i < root.at(list).size(); i++) {
      String at = list + "/" + i + member;
      JsonNode name = root.at(at);
      if (name.isTextual() && !names.contains(name.asText())) {
        error(at, "names '%s', which is not one of the fields %s".formatted(name.asText(), names));
      }
    }
  }

  /** The fields at a pointer whose types can be read; what is wrong with others is kept. */
  private Map<String, FieldType> fields(String at) {
    Map<String, FieldType> types = new LinkedHashMap<>();
    root.at(at)
        .properties()
        .forEach(entry -> {
          try {
            types.put(entry.getKey(), FieldType.parse(entry.getValue().asText()));
          } catch (IllegalArgumentException e) {
            error(at + "/" + escape(entry.getKey()), String.valueOf(e.getMessage()));
          }
        });
    return types;
  }

  private void error(String pointer, String message) {
    errors.add(document.line(pointer), pointer, message);
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
