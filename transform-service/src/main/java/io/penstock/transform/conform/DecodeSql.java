package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import io.penstock.transform.engine.HiddenColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fast way to decode events: SQL that reads them in bulk, and says of each whether it is sure.
 *
 * <p>Sources are queries with the columns {@code __topic_id}, {@code __partition}, {@code
 * __offset}, {@code event_time}, {@code __payload}, {@code __body} (the text to decode, or null if
 * the payload is no text) and {@code __forced} (the number of the version if it is known, else
 * null). Steps are nested queries, because the engine computes what a SELECT list names once, and
 * what a WHERE clause names as often as it is named.
 */
final class DecodeSql {
  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  private final ConformSchema schema;

  private final Map<Integer, Map<String, FieldSource>> sources;
  private final PrivateFields privacy;
  private final List<EventSql> versions;
  private final List<String> names;

  /**
   * @param sources by version number and conformed field
   */
  DecodeSql(
      ConformSchema schema, Map<Integer, Map<String, FieldSource>> sources, PrivateFields privacy) {
    this.schema = schema;
    this.privacy = privacy;
    this.sources = sources;
    this.names = schema.declaredNames();
    this.versions =
        schema.versions().stream().map(version -> new EventSql(version, names)).toList();
  }

  /**
   * A row for each row: {@code bytes}, the length of its payload; {@code key_hash}, the hash of its
   * key if it is certainly right, else null; {@code doubt}, null if it is certainly right, else its
   * origin, with its payload if that takes a closer look, or with the reason if it certainly fails.
   */
  String judged(String source, List<String> key) {
    String keys =
        schema.fields().stream()
            .filter(field -> key.contains(field.name()))
            .map(field -> value(field) + " AS " + Sql.identifier(field.name()))
            .collect(Collectors.joining(", "));
    return """
    SELECT octet_length(__payload)::INTEGER AS bytes,
      CASE WHEN __sure AND __reason IS NULL THEN %s END AS key_hash,
      CASE WHEN __sure AND __reason IS NULL THEN NULL ELSE {
        __topic_id: __topic_id, __partition: __partition, __offset: __offset,
        payload: CASE WHEN NOT __sure THEN __payload END, reason: CASE WHEN __sure THEN __reason END
      } END AS doubt
    FROM (SELECT %s, __payload, coalesce(%s, false) AS __sure, %s AS __reason, %s FROM (%s))\
    """
        .formatted(keyHash(key), ORIGIN, sure(), reason(), keys, decoded(kinds(source, true)));
  }

  /** The hash of a row's key, over conformed fields before privacy rules. */
  private String keyHash(List<String> key) {
    return "hash("
        + schema.fields().stream()
            .filter(field -> key.contains(field.name()))
            .map(privacy::kept)
            .collect(Collectors.joining(", "))
        + ")";
  }

  /** Of rows that are known to fit their version, those that fail after all, with the reason. */
  String failing(String source) {
    return "SELECT * FROM (SELECT %s, %s AS reason FROM (%s)) WHERE reason IS NOT NULL"
        .formatted(ORIGIN, reason(), decoded(kinds(source, false)));
  }

  /** Whether an event that fits its version can fail at all. */
  boolean canFail() {
    return !reason().equals("NULL::VARCHAR");
  }

  /**
   * The conformed fields, {@code event_time}, the origin and {@code __payload} of rows that are
   * known to be right; {@code __key_hash} is that of {@link #judged}.
   */
  String conformed(String source, List<String> key) {
    String fields =
        schema.fields().stream()
            .map(field -> value(field) + " AS " + Sql.identifier(field.name()))
            .collect(Collectors.joining(", "));
    String kept =
        schema.fields().stream()
            .map(field -> privacy.kept(field) + " AS " + Sql.identifier(field.name()))
            .collect(Collectors.joining(", "));
    String read = versions.size() == 1 ? plain(source) : decoded(kinds(source, false));
    return "SELECT %s, event_time, %s, __payload, %s AS __key_hash FROM (SELECT %s, event_time, %2$s, __payload FROM (%s))"
        .formatted(kept, ORIGIN, keyHash(key), fields, read);
  }

  private String plain(String source) {
    EventSql only = versions.getFirst();
    return "SELECT *, %s AS %s FROM (SELECT *, __body AS json FROM (%s))"
        .formatted(only.transformed(), only.struct(), source);
  }

  /** What is not JSON to the engine has no kinds; TRY costs nothing where nothing fails. */
  private String kinds(String source, boolean withKeys) {
    String pointers =
        names.stream()
            .map(name -> Sql.literal("/" + name.replace("~", "~0").replace("/", "~1")))
            .collect(Collectors.joining(", ", "[", "]"));
    return "SELECT *%s FROM (SELECT *, CASE WHEN kinds IS NOT NULL THEN __body END AS json FROM (SELECT *, TRY(json_type(__body, %s)) AS kinds FROM (%s)))"
        .formatted(withKeys ? ", json_keys(json) AS keys" : "", pointers, source);
  }

  private String decoded(String withKinds) {
    if (versions.size() == 1) {
      EventSql only = versions.getFirst();
      return "SELECT *, %s AS %s FROM (%s)".formatted(only.transformed(), only.struct(), withKinds);
    }
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
    return "SELECT *, %s FROM (SELECT *, coalesce(__forced, %s END) AS version FROM (%s))"
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
