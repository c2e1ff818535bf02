package io.penstock.transform.output;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PartitionField;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Divides the rows of a window by the dataset's partition fields. Each field is a column {@code
 * __partition<n>} of table {@code output}: hours, days or months since 1970, or the value itself.
 */
final class Partitioning {
  /** A window with more partitions would drown readers in small files. */
  static final int PARTITIONS_MAX = 1_000;

  /** Leaves room for the rest of a key: S3's keys have at most 1024 bytes. */
  private static final int PATH_CHARS_MAX = 768;

  /** Stores that keep objects as files take no longer name between slashes, and fail for ever. */
  private static final int SEGMENT_CHARS_MAX = 255;

  private static final int HOURS_PER_DAY = 24;

  private final List<PartitionField> fields;
  private final OutputSchema schema;

  Partitioning(List<PartitionField> fields, OutputSchema schema) {
    this.fields = List.copyOf(fields);
    this.schema = schema;
  }

  /** The fields' columns as SQL, each with a comma before it. */
  String columns() {
    return IntStream.range(0, fields.size())
        .mapToObj(index -> ", " + value(fields.get(index)) + " AS " + column(index))
        .collect(Collectors.joining());
  }

  private static String column(int index) {
    return "__partition" + index;
  }

  /** As Iceberg computes it, before 1970 too; the session works in UTC. */
  private static String value(PartitionField field) {
    String column = Sql.identifier(field.column());
    return switch (field.transform()) {
      case IDENTITY -> column;
      case HOUR -> "epoch_us(date_trunc('hour', " + column + "::TIMESTAMP)) // 3600000000";
      case DAY -> column + "::DATE - DATE '1970-01-01'";
      case MONTH -> "(year(" + column + ") - 1970) * 12 + month(" + column + ") - 1";
    };
  }

  /**
   * The partitions that have rows, by path.
   *
   * @throws PenstockException USER {@code too-many-partitions}, or {@code invalid-partition} if a
   *     value does not fit into a path
   */
  List<Partition> find(EngineSession session) {
    if (fields.isEmpty()) {
      boolean none = session.queryLong("SELECT count(*) FROM output") == 0;
      return none ? List.of() : List.of(new Partition("", List.of(), "true"));
    }
    String columns =
        IntStream.range(0, fields.size())
            .mapToObj(Partitioning::column)
            .collect(Collectors.joining(", "));
    List<Partition> partitions =
        session.queryRows(
            "SELECT DISTINCT " + columns + " FROM output LIMIT " + (PARTITIONS_MAX + 1),
            this::partition);
    if (partitions.size() > PARTITIONS_MAX) {
      throw PenstockException.user(
          "too-many-partitions",
          "dataset.partitionBy %s divides one window into more than %d partitions. Use fewer or coarser fields, or smaller windows"
              .formatted(fields.stream().map(PartitionField::text).toList(), PARTITIONS_MAX));
    }
    requirePaths(partitions);
    return partitions.stream().sorted(Comparator.comparing(Partition::path)).toList();
  }

  private static void requirePaths(List<Partition> partitions) {
    Set<String> paths = new HashSet<>();
    for (Partition partition : partitions) {
      if (partition.path().length() > PATH_CHARS_MAX || segmentMax(partition) > SEGMENT_CHARS_MAX) {
        throw PenstockException.user(
            "invalid-partition", "A partition value is too long for a path: " + partition.path());
      }
      if (!paths.add(partition.path())) {
        throw PenstockException.user(
            "invalid-partition",
            "dataset.partitionBy: a column holds both null and the text 'null', which have the same path: "
                + partition.path());
      }
    }
  }

  private static int segmentMax(Partition partition) {
    return Arrays.stream(partition.path().split("/", -1)).mapToInt(String::length).max().orElse(0);
  }

  private Partition partition(ResultSet row) throws SQLException {
    List<Optional<String>> values = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (int index = 0; index < fields.size(); index++) {
      Object value = row.getObject(index + 1);
      boolean absent = value == null;
      values.add(absent ? Optional.empty() : Optional.of(written(index, row)));
      conditions.add(column(index) + (absent ? " IS NULL" : " = " + literal(index, row)));
    }
    return new Partition(Partition.path(fields, values), values, String.join(" AND ", conditions));
  }

  /** As Iceberg writes the value for people. */
  private String written(int index, ResultSet row) throws SQLException {
    int column = index + 1;
    return switch (fields.get(index).transform()) {
      case HOUR -> {
        long hours = row.getLong(column);
        yield String.format(
            Locale.ROOT,
            "%s-%02d",
            LocalDate.ofEpochDay(Math.floorDiv(hours, HOURS_PER_DAY)),
            Math.floorMod(hours, HOURS_PER_DAY));
      }
      case DAY -> LocalDate.ofEpochDay(row.getLong(column)).toString();
      case MONTH -> {
        long months = row.getLong(column);
        yield LocalDate.of(1970, 1, 1).plusMonths(months).toString().substring(0, 7);
      }
      case IDENTITY ->
          schema.type(fields.get(index).column()).startsWith("decimal")
              ? row.getBigDecimal(column).toString()
              : row.getString(column);
    };
  }

  private String literal(int index, ResultSet row) throws SQLException {
    String text = row.getString(index + 1);
    boolean identity = fields.get(index).transform() == PartitionField.Transform.IDENTITY;
    return identity ? Sql.literal(text) : text;
  }
}
