package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fast way to decode events: SQL that reads them in bulk, and says of each whether it is sure.
 *
 * <p>Sources are queries with the columns {@code topic_id}, {@code partition}, {@code offset},
 * {@code event_time}, {@code payload}, {@code body} (the text to decode, or null if the payload is
 * no text) and {@code forced} (the number of the version if it is known, else null). Steps are
 * nested queries, because the engine computes what a SELECT list names once, and what a WHERE
 * clause names as often as it is named.
 */
final class DecodeSql {
  private final ConformSchema schema;
  private final Map<Integer, Map<String, FieldSource>> sources;
  private final List<EventSql> versions;
  private final List<String> names;

  /**
   * @param sources by version number and conformed field
   */
  DecodeSql(ConformSchema schema, Map<Integer, Map<String, FieldSource>> sources) {
    this.schema = schema;
    this.sources = sources;
    this.names = schema.declaredNames();
    this.versions =
        schema.versions().stream().map(version -> new EventSql(version, names)).toList();
  }

  /**
   * The rows that need a closer look: those of which the fast way is not sure, with their payload
   * and no reason; those that certainly fail, without payload, with a reason.
   */
  String doubtful(String source) {
    String judged =
        "SELECT topic_id, partition, \"offset\", payload, coalesce(%s, false) AS sure, %s AS reason FROM (%s)"
            .formatted(sure(), reason(), decoded(kinds(source, true)));
    // As a WHERE clause the condition would be pushed down and everything in it computed once for
    // each time that it is named.
    return "SELECT unnest(CASE WHEN sure AND reason IS NULL THEN NULL ELSE [{"
        + "topic_id: topic_id, partition: partition, \"offset\": \"offset\","
        + " payload: CASE WHEN NOT sure THEN payload END, reason: CASE WHEN sure THEN reason END"
        + "}] END, recursive := true) FROM ("
        + judged
        + ")";
  }

  /** Of rows that are known to fit their version, those that fail after all, with the reason. */
  String failing(String source) {
    return "SELECT * FROM (SELECT topic_id, partition, \"offset\", %s AS reason FROM (%s)) WHERE reason IS NOT NULL"
        .formatted(reason(), decoded(kinds(source, false)));
  }

  /** Whether an event that fits its version can fail at all. */
  boolean canFail() {
    return !reason().equals("NULL::VARCHAR");
  }

  /** The conformed fields, then the columns of the source, of rows that are known to be right. */
  String conformed(String source) {
    String fields =
        schema.fields().stream()
            .map(field -> value(field) + " AS " + Sql.identifier(field.name()))
            .collect(Collectors.joining(", "));
    String read = versions.size() == 1 ? plain(source) : decoded(kinds(source, false));
    return "SELECT "
        + fields
        + ", event_time, topic_id, partition, \"offset\", payload FROM ("
        + read
        + ")";
  }

  private String plain(String source) {
    EventSql only = versions.getFirst();
    return "SELECT *, %s AS %s FROM (SELECT *, body AS json FROM (%s))"
        .formatted(only.transformed(), only.struct(), source);
  }

  private String kinds(String source, boolean withKeys) {
    String pointers =
        names.stream()
            .map(name -> Sql.literal("/" + name.replace("~", "~0").replace("/", "~1")))
            .collect(Collectors.joining(", ", "[", "]"));
    return "SELECT *, json_type(json, %s) AS kinds%s FROM (SELECT *, CASE WHEN json_valid(body) THEN body END AS json FROM (%s))"
        .formatted(pointers, withKeys ? ", json_keys(json) AS keys" : "", source);
  }

  private String decoded(String withKinds) {
    StringBuilder number = new StringBuilder("CASE");
    for (EventSql event : versions.reversed()) {
      number
          .append(" WHEN ")
          .append(event.present())
          .append(" THEN ")
          .append(event.version().version());
    }
    String structs =
        versions.stream()
            .map(event ->
                "CASE WHEN version = %d THEN %s END AS %s"
                    .formatted(event.version().version(), event.transformed(), event.struct()))
            .collect(Collectors.joining(", "));
    return "SELECT *, %s FROM (SELECT *, coalesce(forced, %s END) AS version FROM (%s))"
        .formatted(structs, number, withKinds);
  }

  private String sure() {
    return byVersion(versions.stream().map(EventSql::fits).toList())
        + " AND "
        // Every declared key once: no other keys at all, or as many of the declared names as there
        // are declared fields.
        + "CASE WHEN len(keys) = list_count(kinds) THEN true ELSE len(list_filter(keys, lambda key: key IN ("
        + names.stream().map(Sql::literal).collect(Collectors.joining(", "))
        + "))) = list_count(kinds) END";
  }

  private String reason() {
    List<String> reasons = new ArrayList<>();
    for (EventSql event : versions) {
      SchemaVersion version = event.version();
      List<String> ofFields = new ArrayList<>();
      for (ConformedField field : schema.fields()) {
        FieldType type = field.type();
        String reason = source(version, field).reason(field.name(), type, version.version());
        if (!reason.isEmpty()) {
          ofFields.add(reason);
        }
      }
      reasons.add(
          ofFields.isEmpty()
              ? "NULL::VARCHAR"
              : "nullif(concat_ws('; ', " + String.join(", ", ofFields) + "), '')");
    }
    return reasons.stream().distinct().count() == 1 && reasons.getFirst().equals("NULL::VARCHAR")
        ? "NULL::VARCHAR"
        : byVersion(reasons);
  }

  private String value(ConformedField field) {
    return byVersion(
        versions.stream()
            .map(event -> source(event.version(), field).value(field.type().type()))
            .toList());
  }

  private FieldSource source(SchemaVersion version, ConformedField field) {
    FieldSource source = sources.getOrDefault(version.version(), Map.of()).get(field.name());
    if (source == null) {
      throw new IllegalStateException(
          "no source of " + field.name() + " in version " + version.version());
    }
    return source;
  }

  private String byVersion(List<String> expressions) {
    if (expressions.size() == 1) {
      return "(" + expressions.getFirst() + ")";
    }
    StringBuilder choice = new StringBuilder("CASE version");
    for (int index = 0; index < expressions.size(); index++) {
      choice
          .append(" WHEN ")
          .append(versions.get(index).version().version())
          .append(" THEN ")
          .append(expressions.get(index));
    }
    return choice.append(" END").toString();
  }
}
