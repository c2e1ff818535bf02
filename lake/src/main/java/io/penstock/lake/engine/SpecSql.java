package io.penstock.lake.engine;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.SchemaVersion;
import java.util.Map;
import java.util.Set;

/** All SQL of a pipeline's spec: its transform and the upgrades of its schema versions. */
public final class SpecSql {
  /** The table that a transform reads: the conformed rows that passed. */
  public static final String INPUT = "input";

  private SpecSql() {}

  /**
   * Checks all of it, as builds do before they run it.
   *
   * @throws PenstockException USER {@code bad-transform} or {@code bad-expression}, with every
   *     finding about the first text that may not run
   */
  public static void check(PipelineSpec spec) {
    for (SchemaVersion version : spec.schema().versions()) {
      for (Map.Entry<String, String> upgrade : version.upgrade().entrySet()) {
        upgrade(version, upgrade.getKey(), upgrade.getValue());
      }
    }
    transform(spec);
  }

  /**
   * The transform, checked.
   *
   * @throws PenstockException USER {@code bad-transform}
   */
  public static UserQuery transform(PipelineSpec spec) {
    return UserQuery.check(spec.transform(), Set.of(INPUT));
  }

  /**
   * The upgrade of a field, checked.
   *
   * @param field the conformed field
   * @throws PenstockException USER {@code bad-expression}
   */
  public static UserExpression upgrade(SchemaVersion version, String field, String expression) {
    try {
      return UserExpression.check(expression, version.fields().keySet());
    } catch (PenstockException e) {
      throw PenstockException.user(
          e.code(),
          "schema version %d: the upgrade of '%s': %s"
              .formatted(version.version(), field, e.getMessage()),
          e);
    }
  }
}
