package io.penstock.lake.parquet;

import io.penstock.lake.engine.Column;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Writes the result of a query to one Parquet file, zstd-compressed. Equal rows give equal bytes,
 * whatever the number of threads and the order in which the rows come: they are sorted totally, a
 * row group has a fixed number of rows, and one COPY writes one file. (With {@code PARTITION_BY}
 * and two threads the bytes differ from run to run, so a partition is a file of its own here.) The
 * footer names DuckDB's version, so another version gives other bytes.
 */
public final class ParquetExport {
  private ParquetExport() {}

  /**
   * Writes a file sorted by some columns, then by all others.
   *
   * @see #write(EngineSession, String, Path, ParquetOptions)
   */
  public static Path write(
      EngineSession session, String selectSql, List<String> orderBy, Path target) {
    return write(session, selectSql, target, ParquetOptions.sortedBy(orderBy));
  }

  /**
   * Writes a file.
   *
   * @param selectSql a query without duplicate column names
   * @param target a file below the session's scratch directory; an existing one is replaced
   * @return the target
   * @throws IllegalArgumentException if the options name a column that the query does not have
   */
  public static Path write(
      EngineSession session, String selectSql, Path target, ParquetOptions options) {
    List<Column> columns = session.columns(selectSql);
    requireColumns(columns, options);
    session.execute(
        String.format(
            Locale.ROOT,
            "COPY (SELECT * FROM (%s\n) ORDER BY %s) TO %s"
                + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL %d, ROW_GROUP_SIZE %d%s)",
            selectSql,
            order(columns, options),
            Sql.literal(target),
            options.compressionLevel(),
            options.rowGroupRows(),
            fieldIds(options.fieldIds())));
    return target;
  }

  private static void requireColumns(List<Column> columns, ParquetOptions options) {
    List<String> names = columns.stream().map(Column::name).toList();
    List<String> unknown = new ArrayList<>(options.orderBy());
    unknown.addAll(options.identity());
    unknown.addAll(options.fieldIds().keySet());
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("not among the columns " + names + ": " + unknown);
    }
  }

  private static String order(List<Column> columns, ParquetOptions options) {
    Map<String, Column> byName =
        columns.stream().collect(Collectors.toMap(Column::name, column -> column));
    SequencedSet<String> others = new LinkedHashSet<>(byName.size());
    columns.forEach(column -> others.add(column.name()));
    options.orderBy().forEach(others::remove);
    options.identity().forEach(others::remove);
    List<String> keys = new ArrayList<>();
    options.orderBy().forEach(name -> keys.add(sortKey(byName, name)));
    if (options.identity().isEmpty()) {
      others.forEach(name -> keys.add(sortKey(byName, name)));
    } else {
      if (!others.isEmpty()) {
        keys.add("hash(" + Sql.identifiers(List.copyOf(others)) + ")");
      }
      options.identity().forEach(name -> keys.add(sortKey(byName, name)));
    }
    return String.join(", ", keys);
  }

  /** −0 and 0 compare as equal, but are different bytes. */
  private static String sortKey(Map<String, Column> columns, String column) {
    String name = Sql.identifier(column);
    String ascending = name + " ASC NULLS FIRST";
    return switch (Objects.requireNonNull(columns.get(column)).type()) {
      case "FLOAT", "DOUBLE" -> ascending + ", signbit(" + name + ") ASC NULLS FIRST";
      default -> ascending;
    };
  }

  private static String fieldIds(Map<String, Integer> fieldIds) {
    if (fieldIds.isEmpty()) {
      return "";
    }
    return fieldIds.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Sql.identifier(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", ", FIELD_IDS {", "}"));
  }
}
