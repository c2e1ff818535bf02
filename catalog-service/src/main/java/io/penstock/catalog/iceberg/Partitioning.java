package io.penstock.catalog.iceberg;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PartitionField;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;

/** The partition specs of a table. */
final class Partitioning {
  private Partitioning() {}

  /** The spec of a new table. */
  static PartitionSpec first(Schema schema, List<PartitionField> fields) {
    return refusing(
        fields,
        () -> {
          requireColumns(schema, fields);
          PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
          for (PartitionField field : fields) {
            switch (field.transform()) {
              case IDENTITY -> builder.identity(field.column());
              case HOUR -> builder.hour(field.column(), field.partitionName());
              case DAY -> builder.day(field.column(), field.partitionName());
              case MONTH -> builder.month(field.column(), field.partitionName());
            }
          }
          return builder.build();
        });
  }

  /** Makes these fields the table's current partitioning; a spec that it has had is taken again. */
  static void makeCurrent(TableOperations operations, List<PartitionField> fields) {
    if (find(operations.current(), fields).isEmpty()) {
      refusing(
          fields,
          () -> {
            requireColumns(operations.current().schema(), fields);
            update(operations, fields).commit();
            return fields;
          });
    }
    TableMetadata base = operations.current();
    int specId = of(base, fields).specId();
    if (base.defaultSpecId() != specId) {
      operations.commit(
          base, TableMetadata.buildFrom(base).setDefaultPartitionSpec(specId).build());
    }
  }

  /** The table's spec with these fields, whatever their order. */
  static PartitionSpec of(TableMetadata metadata, List<PartitionField> fields) {
    return find(metadata, fields)
        .orElseThrow(() ->
            PenstockException.internal(
                "partition-spec-missing", "The table has no partition spec " + fields));
  }

  private static Optional<PartitionSpec> find(TableMetadata metadata, List<PartitionField> fields) {
    Set<String> wanted = new HashSet<>();
    fields.forEach(field -> wanted.add(field.text()));
    return metadata.specs().stream()
        .filter(spec -> describe(metadata, spec).equals(wanted))
        .findFirst();
  }

  private static Set<String> describe(TableMetadata metadata, PartitionSpec spec) {
    Set<String> fields = new HashSet<>();
    for (org.apache.iceberg.PartitionField field : spec.fields()) {
      String column = metadata.schema().findColumnName(field.sourceId());
      String transform = field.transform().toString().toLowerCase(Locale.ROOT);
      fields.add(transform.equals("identity") ? column : transform + "(" + column + ")");
    }
    return fields;
  }

  private static UpdatePartitionSpec update(
      TableOperations operations, List<PartitionField> fields) {
    UpdatePartitionSpec update = new BaseTable(operations, "table").updateSpec();
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.partitionName()));
    Set<String> present = new HashSet<>();
    for (org.apache.iceberg.PartitionField field : operations.current().spec().fields()) {
      if (names.contains(field.name())) {
        present.add(field.name());
      } else {
        update.removeField(field.name());
      }
    }
    for (PartitionField field : fields) {
      if (!present.contains(field.partitionName())) {
        update.addField(field.partitionName(), term(field));
      }
    }
    return update;
  }

  private static Term term(PartitionField field) {
    return switch (field.transform()) {
      case IDENTITY -> Expressions.ref(field.column());
      case HOUR -> Expressions.hour(field.column());
      case DAY -> Expressions.day(field.column());
      case MONTH -> Expressions.month(field.column());
    };
  }

  private static void requireColumns(Schema schema, List<PartitionField> fields) {
    for (PartitionField field : fields) {
      if (schema.findField(field.column()) == null) {
        throw new ValidationException("there is no column '%s'", field.column());
      }
      boolean derived = field.transform() != PartitionField.Transform.IDENTITY;
      if (derived && schema.findField(field.partitionName()) != null) {
        throw new ValidationException(
            "the partition field is called '%s', and so is a column", field.partitionName());
      }
    }
  }

  private static <T> T refusing(List<PartitionField> fields, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException | ValidationException e) {
      throw PenstockException.user(
          "unsupported-partitioning",
          "The dataset cannot be partitioned by %s: %s"
              .formatted(fields.stream().map(PartitionField::text).toList(), e.getMessage()),
          e);
    }
  }
}
