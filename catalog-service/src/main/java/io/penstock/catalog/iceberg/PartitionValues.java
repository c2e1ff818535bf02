package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PartitionField;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** Reads partition values from the text that stands in paths. */
final class PartitionValues {
  private static final int HOURS_PER_DAY = 24;
  private static final int MONTHS_PER_YEAR = 12;

  private PartitionValues() {}

  /** The partition of a file; the values come in the order of {@code fields}. */
  static PartitionData of(PartitionSpec spec, List<PartitionField> fields, OutputFile file) {
    PartitionData data = new PartitionData(spec.partitionType());
    for (int i = 0; i < fields.size(); i++) {
      PartitionField field = fields.get(i);
      Optional<String> text = file.partitionValues().get(i);
      int position = position(spec, field);
      Type source = spec.schema().findType(spec.fields().get(position).sourceId());
      @Nullable Object value = text.map(present -> value(field, source, present)).orElse(null);
      requireSame(spec, position, source, text, value, file);
      data.set(position, value);
    }
    return data;
  }

  private static int position(PartitionSpec spec, PartitionField field) {
    for (int i = 0; i < spec.fields().size(); i++) {
      if (spec.fields().get(i).name().equals(field.partitionName())) {
        return i;
      }
    }
    throw new IllegalArgumentException("no partition field " + field.partitionName());
  }

  private static Object value(PartitionField field, Type source, String text) {
    return switch (field.transform()) {
      case IDENTITY -> identity(source, text);
      case DAY -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
      case HOUR -> {
        // 2001-01-31-05
        LocalDate day = LocalDate.parse(text.substring(0, text.length() - 3));
        int hour = Integer.parseInt(text.substring(text.length() - 2));
        yield Math.toIntExact(day.toEpochDay() * HOURS_PER_DAY + hour);
      }
      case MONTH -> {
        // 2001-01
        LocalDate first = LocalDate.parse(text + "-01");
        yield (first.getYear() - 1970) * MONTHS_PER_YEAR + first.getMonthValue() - 1;
      }
    };
  }

  private static Object identity(Type type, String text) {
    return switch (type.typeId()) {
      // Conversions would take Hive's name of the null partition for null.
      case STRING -> text;
      case TIMESTAMP, TIME -> {
        Literal<?> literal = Expressions.lit(text).to(type);
        yield literal.value();
      }
      default -> Conversions.fromPartitionString(type, text);
    };
  }

  /** A value that Iceberg would write differently is not the one the file stands under. */
  @SuppressWarnings("unchecked")
  private static void requireSame(
      PartitionSpec spec,
      int position,
      Type source,
      Optional<String> text,
      @Nullable Object value,
      OutputFile file) {
    var transform =
        (org.apache.iceberg.transforms.Transform<Object, Object>)
            spec.fields().get(position).transform();
    Type type = spec.partitionType().fields().get(position).type();
    String written = transform.toHumanString(transform.isIdentity() ? source : type, value);
    if (text.isPresent() && !written.equals(text.get())) {
      throw PenstockException.internal(
          "partition-value",
          "The partition value '%s' of %s reads as '%s'"
              .formatted(text.get(), file.object().key(), written));
    }
  }
}
