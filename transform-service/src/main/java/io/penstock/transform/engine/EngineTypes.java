package io.penstock.transform.engine;

import io.penstock.contracts.pipeline.ScalarType;
import io.penstock.contracts.pipeline.ScalarType.Decimal;
import io.penstock.contracts.pipeline.ScalarType.Simple;

/** The engine's types of the fields of events. */
public final class EngineTypes {
  private EngineTypes() {}

  /** DuckDB's name of the type, as it describes columns. */
  public static String of(ScalarType type) {
    return switch (type) {
      case Simple simple -> ofSimple(simple);
      case Decimal decimal -> "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
    };
  }

  private static String ofSimple(Simple type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
    };
  }
}
