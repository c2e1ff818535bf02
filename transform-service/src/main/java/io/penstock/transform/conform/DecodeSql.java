package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import io.penstock.transform.engine.HiddenColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private static final String COMMON = PipelineSpec.EVENT_TIME + ", " + ORIGIN;
  private static final String NO_REASON = "NULL::VARCHAR";

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
   * A row for each row, with its conformed fields, {@code event_time}, the origin, and
   *
   * <ul>
   *   <li>{@code __bytes}, the length of its payload;
   *   <li>{@code __key_hash}, the hash of its key if it is certainly right, else null;
   *   <li>{@code __doubt}, null if it is certainly right, else its payload if that takes a closer
   *       look, or the reason if it certainly fails. Its conformed fields mean nothing then.
   * </ul>
   */
  String judged(String source, List<String> key) {
    String fields = names(schema.fields());
    String read =
        "SELECT %s, __payload, coalesce(%s, false) AS __sure, %s AS __reason, %s FROM (%s)"
            .formatted(
                COMMON, sure(), reason(), named(), values(decoded(kinds(source, true)), true));
    String hidden =
        "SELECT %s, octet_length(__payload)::INTEGER AS __bytes, __payload, __sure, __reason, __sure AND __reason IS NULL AS __right, %s FROM (%s)"
            .formatted(COMMON, kept(), read);
    return """
    SELECT %s, %s, __bytes, CASE WHEN __right THEN %s END AS __key_hash,
      CASE WHEN __right THEN NULL ELSE {
        payload: CASE WHEN NOT __sure THEN __payload END, reason: CASE WHEN __sure THEN __reason END
      } END AS __doubt
    FROM (%s)\
    """
        .formatted(fields, COMMON, keyHash(key), hidden);
  }

  /** The hash of a row's key, over conformed fields as they are kept. */
  private String keyHash(List<String> key) {
    return "hash("
        + names(schema.fields().stream().filter(field -> key.contains(field.name())).toList())
        + ")";
  }

  /** Of rows that are known to fit their version, those that fail after all, with the reason. */
  String failing(String source) {
    return "SELECT * FROM (SELECT %s, %s AS reason FROM (%s)) WHERE reason IS NOT NULL"
        .formatted(ORIGIN, reason(), values(decoded(kinds(source, false)), true));
  }

  /** Whether an event that fits its version can fail at all. */
  boolean canFail() {
    return !reason().equals(NO_REASON);
  }

  /**
   * The conformed fields, {@code event_time}, the origin and {@code __key_hash} of rows that are
   * known to be right, as {@link #judged} has them.
   */
  String conformed(String source, List<String> key) {
    String read = versions.size() == 1 ? plain(source) : decoded(kinds(source, false));
    return "SELECT %s, %s, %s AS __key_hash FROM (SELECT %2$s, %4$s FROM (SELECT %2$s, %5$s FROM (%6$s)))"
        .formatted(
            names(schema.fields()), COMMON, keyHash(key), kept(), named(), values(read, false));
  }

  private static String names(List<ConformedField> fields) {
    return Sql.identifiers(fields.stream().map(ConformedField::name).toList());
  }

  /** What is kept of each field, by its name. */
  private String kept() {
    return schema.fields().stream()
        .map(field -> privacy.kept(field) + " AS " + Sql.identifier(field.name()))
        .collect(Collectors.joining(", "));
  }

  /** The columns of {@link #values} by the names of the fields. */
  private String named() {
    return IntStream.range(0, schema.fields().size())
        .mapToObj(index ->
            valueColumn(index) + " AS " + Sql.identifier(schema.fields().get(index).name()))
        .collect(Collectors.joining(", "));
  }

  private static String valueColumn(int field) {
    return "__value" + field;
  }

  /**
   * Adds the value of each field, in columns whose names no field has.
   *
   * @param careful whether a value that cannot be computed is null instead of an error
   */
  private String values(String read, boolean careful) {
    return "SELECT *, %s FROM (%s)"
        .formatted(
            IntStream.range(0, schema.fields().size())
                .mapToObj(index ->
                    value(schema.fields().get(index), careful) + " AS " + valueColumn(index))
                .collect(Collectors.joining(", ")),
            read);
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
    return "SELECT *%s FROM (SELECT *, %s, CASE WHEN kinds IS NOT NULL THEN __body END AS json FROM (SELECT *, TRY(json_type(__body, %s)) AS kinds FROM (%s)))"
        .formatted(
            withKeys ? ", json_keys(json) AS keys" : "",
            EventSql.kindColumns(names, "kinds"),
            pointers,
            source);
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
      for (int index = 0; index < schema.fields().size(); index++) {
        ConformedField field = schema.fields().get(index);
        String reason =
            source(version, field)
                .reason(field.name(), field.type(), version.version(), valueColumn(index));
        if (!reason.isEmpty()) {
          ofFields.add(reason);
        }
      }
      reasons.add(
          ofFields.isEmpty()
              ? NO_REASON
              : "nullif(concat_ws('; ', " + String.join(", ", ofFields) + "), '')");
    }
    return reasons.stream().distinct().count() == 1 && reasons.getFirst().equals(NO_REASON)
        ? NO_REASON
        : byVersion(reasons);
  }

  private String value(ConformedField field, boolean careful) {
    return byVersion(
        versions.stream()
            .map(event -> source(event.version(), field).value(field.type().type(), careful))
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
