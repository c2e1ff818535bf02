package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.failure.PenstockException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a table has ever had, and the schema of its next version.
 *
 * <p>A name keeps its field id for ever, even if it is gone for a while, because data files carry
 * no ids: readers find columns by the table's one name mapping, at every snapshot. For the same
 * reason a column only ever gets wider (int to long, float to double, decimals of more digits).
 */
final class TableSchema {
  private final Map<String, NestedField> known = new LinkedHashMap<>();
  private int lastId;

  /** Starts from what a table has had; from nothing if it is new. */
  static TableSchema of(@Nullable TableMetadata base) {
    TableSchema schema = new TableSchema();
    if (base != null) {
      base.schemas().stream()
          .sorted(Comparator.comparingInt(Schema::schemaId))
          .flatMap(past -> past.columns().stream())
          .forEach(schema::remember);
      schema.lastId = base.lastColumnId();
    }
    return schema;
  }

  /**
   * The schema that holds all these columns: the first list's in its order, then the others' as
   * they come, then those that a partition spec of the table still refers to.
   *
   * @throws PenstockException USER {@code incompatible-column}, {@code unsupported-column}
   */
  Schema next(List<List<OutputColumn>> columns, @Nullable TableMetadata base) {
    Set<String> names = new LinkedHashSet<>();
    for (List<OutputColumn> list : columns) {
      requireDistinct(list);
      for (OutputColumn column : list) {
        include(column);
        names.add(column.name());
      }
    }
    if (base != null) {
      names.addAll(partitionSources(base));
    }
    requireDistinctCase(names);
    return new Schema(names.stream().map(known::get).toList());
  }

  /** The highest field id that was ever given. */
  int lastId() {
    return lastId;
  }

  /** Every name that the table ever had, and its id. */
  NameMapping nameMapping() {
    return NameMapping.of(
        known.values().stream()
            .map(field -> MappedField.of(field.fieldId(), field.name()))
            .toList());
  }

  private void remember(NestedField field) {
    NestedField before = known.get(field.name());
    Type type = before == null ? field.type() : wider(field.name(), before.type(), field.type());
    known.put(field.name(), NestedField.optional(field.fieldId(), field.name(), type));
  }

  private void include(OutputColumn column) {
    Type type = type(column);
    NestedField before = known.get(column.name());
    if (before == null) {
      lastId++;
      known.put(column.name(), NestedField.optional(lastId, column.name(), type));
    } else {
      remember(NestedField.optional(before.fieldId(), column.name(), type));
    }
  }

  private List<String> partitionSources(TableMetadata base) {
    Set<Integer> ids = new HashSet<>();
    base.specs().stream()
        .flatMap(spec -> spec.fields().stream())
        .map(PartitionField::sourceId)
        .forEach(ids::add);
    return known.values().stream()
        .filter(field -> ids.contains(field.fieldId()))
        .map(NestedField::name)
        .toList();
  }

  /** The Iceberg type of a column. */
  static Type type(OutputColumn column) {
    try {
      return Types.fromPrimitiveString(column.type());
    } catch (IllegalArgumentException e) {
      throw PenstockException.user(
          "unsupported-column",
          "Column '%s' has the type %s, which a dataset cannot hold: cast it in the transform."
              .formatted(column.name(), column.type()),
          e);
    }
  }

  private static Type wider(String name, Type before, Type now) {
    if (TypeUtil.isPromotionAllowed(before, now.asPrimitiveType())) {
      return now;
    }
    if (TypeUtil.isPromotionAllowed(now, before.asPrimitiveType())) {
      return before;
    }
    throw PenstockException.user(
        "incompatible-column",
        "Column '%s' was %s in an earlier version and would become %s. Only int to long, float to double and decimals of more digits are possible: name the column differently, cast it in the transform, or publish to another dataset."
            .formatted(name, before, now));
  }

  private static void requireDistinct(List<OutputColumn> columns) {
    Set<String> names = new HashSet<>();
    for (OutputColumn column : columns) {
      if (!names.add(column.name())) {
        throw PenstockException.user(
            "incompatible-column", "There are two columns named '" + column.name() + "'.");
      }
    }
  }

  private static void requireDistinctCase(Set<String> names) {
    Map<String, String> byLowerCase = new LinkedHashMap<>();
    List<String> clashes = new ArrayList<>();
    for (String name : names) {
      String other = byLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        clashes.add("'" + other + "' and '" + name + "'");
      }
    }
    if (!clashes.isEmpty()) {
      throw PenstockException.user(
          "incompatible-column",
          "Columns differ in upper and lower case only, which most readers cannot tell apart: "
              + String.join(", ", clashes)
              + ". Keep the spelling of the earlier versions.");
    }
  }
}
