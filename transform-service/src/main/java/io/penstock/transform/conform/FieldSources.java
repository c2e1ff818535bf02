package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.SpecSql;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.engine.UserExpression;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import io.penstock.transform.engine.EngineTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds where each conformed field comes from in each version. Upgrade expressions become macros
 * whose parameters are the version's fields, so that they can be evaluated beside other versions
 * with fields of the same names.
 */
final class FieldSources {
  private final EngineSession session;

  private FieldSources(EngineSession session) {
    this.session = session;
  }

  /**
   * The sources of all fields, by version number and conformed field.
   *
   * @throws io.penstock.contracts.failure.PenstockException USER {@code bad-expression} if an
   *     expression is not allowed or does not fit the fields, {@code invalid-schema} if it has the
   *     wrong type
   */
  static Map<Integer, Map<String, FieldSource>> of(EngineSession session, ConformSchema schema) {
    FieldSources finder = new FieldSources(session);
    Map<Integer, Map<String, FieldSource>> sources = new LinkedHashMap<>();
    for (SchemaVersion version : schema.versions()) {
      EventSql event = new EventSql(version, schema.declaredNames());
      Map<String, FieldSource> ofVersion = new LinkedHashMap<>();
      for (ConformedField field : schema.fields()) {
        ofVersion.put(field.name(), finder.source(event, field, ofVersion.size()));
      }
      sources.put(version.version(), ofVersion);
    }
    return sources;
  }

  private FieldSource source(EventSql event, ConformedField field, int index) {
    SchemaVersion version = event.version();
    String upgrade = version.upgrade().get(field.name());
    FieldType given = version.fields().get(field.name());
    if (upgrade != null) {
      FieldSource source = upgrade(event, field.name(), upgrade, index);
      return FieldSource.checked(source, field.name(), field.type(), version.version());
    }
    if (given == null) {
      String type = EngineTypes.of(field.type().type());
      return new FieldSource("NULL::" + type, type, false, true);
    }
    FieldSource source =
        new FieldSource(
            event.value(field.name()), EngineTypes.of(given.type()), false, given.optional());
    return FieldSource.checked(source, field.name(), field.type(), version.version());
  }

  private FieldSource upgrade(EventSql event, String target, String expression, int index) {
    SchemaVersion version = event.version();
    String macro = "penstock_upgrade_" + version.version() + "_" + index;
    List<String> fields = List.copyOf(version.fields().keySet());
    String sample =
        version.fields().entrySet().stream()
            .map(field ->
                "NULL::%s AS %s"
                    .formatted(
                        EngineTypes.of(field.getValue().type()), Sql.identifier(field.getKey())))
            .collect(Collectors.joining(", "));
    UserExpression checked = SpecSql.upgrade(version, target, expression);
    String type =
        session.userSql(
            UserExpression.BAD_EXPRESSION,
            () ->
                session
                    .columns("SELECT " + checked.sql() + " AS value FROM (SELECT " + sample + ")")
                    .getFirst()
                    .type());
    session.execute(
        "CREATE TEMP MACRO %s(%s) AS %s".formatted(macro, Sql.identifiers(fields), checked.sql()));
    String arguments = fields.stream().map(event::value).collect(Collectors.joining(", "));
    return new FieldSource(macro + "(" + arguments + ")", type, true, true);
  }
}
