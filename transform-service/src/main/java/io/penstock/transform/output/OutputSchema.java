package io.penstock.transform.output;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.DatasetSpec;
import io.penstock.contracts.pipeline.PartitionField;
import io.penstock.lake.engine.Column;
import io.penstock.transform.engine.HiddenColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of the files: what the user's SQL gives, as Iceberg types.
 *
 * @param columns the columns in order
 */
record OutputSchema(List<OutputColumn> columns) {
  private static final Map<String, String> ICEBERG_TYPES =
      Map.of(
          "BOOLEAN", "boolean",
          "INTEGER", "int",
          "BIGINT", "long",
          "FLOAT", "float",
          "DOUBLE", "double",
          "DATE", "date",
          "TIMESTAMP", "timestamp",
          "TIMESTAMP WITH TIME ZONE", "timestamptz",
          "VARCHAR", "string",
          "BLOB", "binary");
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  /** What to cast a type to that Iceberg does not have; others become VARCHAR or go. */
  private static final Map<String, String> CASTS =
      Map.ofEntries(
          Map.entry("TINYINT", "INTEGER"),
          Map.entry("SMALLINT", "INTEGER"),
          Map.entry("UTINYINT", "INTEGER"),
          Map.entry("USMALLINT", "INTEGER"),
          Map.entry("UINTEGER", "BIGINT"),
          Map.entry("UBIGINT", "DECIMAL(20,0)"),
          Map.entry("HUGEINT", "BIGINT"),
          Map.entry("UHUGEINT", "DECIMAL(38,0)"),
          Map.entry("TIMESTAMP_S", "TIMESTAMP"),
          Map.entry("TIMESTAMP_MS", "TIMESTAMP"),
          Map.entry("TIMESTAMP_NS", "TIMESTAMP"));

  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz");
  private static final Set<String> IDENTITY = Set.of("boolean", "int", "long", "date", "string");

  /**
   * Checks what a query gives against the dataset that it is for.
   *
   * @throws PenstockException USER {@code invalid-output} with a line for each thing to change
   */
  static OutputSchema of(List<Column> columns, DatasetSpec dataset) {
    List<String> errors = new ArrayList<>();
    List<OutputColumn> output = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        errors.add("two columns are called '%s': name one of them AS …".formatted(column.name()));
      }
      if (column.name().isEmpty() || column.name().startsWith(HiddenColumns.PREFIX)) {
        errors.add("a column cannot be called '%s': name it AS …".formatted(column.name()));
      }
      icebergType(column.type())
          .ifPresentOrElse(
              type -> output.add(new OutputColumn(column.name(), type)),
              () -> errors.add(typeError(column)));
    }
    if (errors.isEmpty()) {
      check(output, dataset, errors);
    }
    if (!errors.isEmpty()) {
      throw PenstockException.user(
          "invalid-output", "transform: " + String.join("\ntransform: ", errors));
    }
    return new OutputSchema(output);
  }

  private static Optional<String> icebergType(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches()
        ? Optional.of("decimal(" + decimal.group(1) + ", " + decimal.group(2) + ")")
        : Optional.ofNullable(ICEBERG_TYPES.get(type));
  }

  private static String typeError(Column column) {
    String cast = CASTS.getOrDefault(column.type(), "VARCHAR");
    return "column '%s' is of type %s, which a dataset cannot hold: cast it, such as CAST(… AS %s)"
        .formatted(column.name(), column.type(), cast);
  }

  private static void check(List<OutputColumn> output, DatasetSpec dataset, List<String> errors) {
    List<String> names = output.stream().map(OutputColumn::name).toList();
    for (String column : dataset.orderBy()) {
      if (!names.contains(column)) {
        errors.add("dataset.orderBy names '%s', but the columns are %s".formatted(column, names));
      }
    }
    for (PartitionField field : dataset.partitionBy()) {
      int index = names.indexOf(field.column());
      if (index < 0) {
        errors.add(
            "dataset.partitionBy names '%s', but the columns are %s"
                .formatted(field.column(), names));
      } else {
        checkPartition(field, output.get(index).type(), errors);
      }
    }
    long distinct =
        dataset.partitionBy().stream().map(PartitionField::partitionName).distinct().count();
    if (distinct < dataset.partitionBy().size()) {
      errors.add("dataset.partitionBy names the same field twice");
    }
  }

  private static void checkPartition(PartitionField field, String type, List<String> errors) {
    boolean fits =
        switch (field.transform()) {
          case IDENTITY -> IDENTITY.contains(type) || type.startsWith("decimal");
          case HOUR -> TIMES.contains(type);
          case DAY, MONTH -> TIMES.contains(type) || type.equals("date");
        };
    if (!fits) {
      errors.add(
          "dataset.partitionBy: %s does not work on '%s', which is of type %s%s"
              .formatted(
                  field.text(),
                  field.column(),
                  type,
                  TIMES.contains(type) ? ": use hour, day or month" : ""));
    }
  }

  /** The Iceberg type of a column that is known to be there. */
  String type(String column) {
    return columns.stream()
        .filter(candidate -> candidate.name().equals(column))
        .findFirst()
        .orElseThrow()
        .type();
  }

  List<String> names() {
    return columns.stream().map(OutputColumn::name).toList();
  }
}
