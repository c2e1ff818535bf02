package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of an Iceberg partition: {@code day(event_time)} or a plain column.
 *
 * @param transform Iceberg's partition transform
 * @param column the column of the output it is made from
 */
public record PartitionField(Transform transform, String column) {
  /** Iceberg's partition transforms that a dataset can use. */
  public enum Transform {
    IDENTITY,
    HOUR,
    DAY,
    MONTH
  }

  private static final Pattern CALL =
      Pattern.compile("(?<transform>hour|day|month)\\((?<column>[^()]+)\\)");

  @JsonCreator
  public static PartitionField parse(String text) {
    Matcher call = CALL.matcher(text);
    if (call.matches()) {
      Transform transform = Transform.valueOf(call.group("transform").toUpperCase(Locale.ROOT));
      return new PartitionField(transform, call.group("column").strip());
    }
    if (text.isBlank() || text.contains("(")) {
      throw new IllegalArgumentException(
          "'%s' is not a partition field: use a column, or hour(c), day(c) or month(c)"
              .formatted(text));
    }
    return new PartitionField(Transform.IDENTITY, text);
  }

  /** The field as it is written in a spec. */
  @JsonValue
  public String text() {
    return transform == Transform.IDENTITY
        ? column
        : transform.name().toLowerCase(Locale.ROOT) + "(" + column + ")";
  }

  /** The name of the partition field in Iceberg, such as {@code event_time_day}. */
  public String partitionName() {
    return transform == Transform.IDENTITY
        ? column
        : column + "_" + transform.name().toLowerCase(Locale.ROOT);
  }
}
