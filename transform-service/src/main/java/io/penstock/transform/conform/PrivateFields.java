package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.privacy.PrivacyRule;
import io.penstock.transform.conform.ConformSchema.ConformedField;
import io.penstock.transform.engine.EngineTypes;

/** What is kept of conformed fields, as SQL in one session. */
final class PrivateFields {
  private final EngineSession session;
  private final PrivacyKeys keys;

  PrivateFields(EngineSession session, PrivacyKeys keys) {
    this.session = session;
    this.keys = keys;
  }

  /**
   * SQL for what is kept of a field, over the column of its name.
   *
   * @throws io.penstock.contracts.failure.PenstockException USER {@code privacy-key-missing} if its
   *     rule names a key that is not configured
   */
  String kept(ConformedField field) {
    String column = Sql.identifier(field.name());
    return field.privacy().map(rule -> kept(rule, field, column)).orElse(column);
  }

  private String kept(PrivacySpec privacy, ConformedField field, String column) {
    return switch (PrivacyRule.of(privacy, keys)) {
      // In the type of the field, which need not be text.
      case PrivacyRule.Redact() -> "NULL::" + EngineTypes.of(field.type().type());
      case PrivacyRule rule -> rule.sql(session, column);
    };
  }
}
