package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a checkpoint reads.
 *
 * @param files the files, all of one schema
 * @param rows number of rows in them
 * @param columns what the columns are if there is no file
 */
record CheckInput(List<StoredObject> files, long rows, List<OutputColumn> columns) {
  /** Columns that conform adds for Penstock itself: no expectation sees them. */
  private static final Set<String> HIDDEN =
      Set.of("__topic_id", "__partition", "__offset", "__payload_sha256");

  static CheckInput of(ConformOutcome outcome) {
    return new CheckInput(
        List.of(outcome.conformed().object()), outcome.conformed().rows(), List.of());
  }

  static CheckInput of(TransformOutcome outcome) {
    return new CheckInput(
        outcome.files().stream().map(OutputFile::object).toList(),
        outcome.files().stream().mapToLong(file -> file.content().count()).sum(),
        outcome.columns());
  }

  /** Fetches the files, verified, and says how to read them: what to write behind FROM. */
  String fetch(ObjectStore store, EngineSession session) {
    if (files.isEmpty()) {
      return columns.stream()
          .map(column ->
              "CAST(NULL AS %s) AS %s".formatted(type(column), Sql.identifier(column.name())))
          .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
    }
    List<String> paths = new ArrayList<>();
    for (StoredObject file : files) {
      // Files of different partitions may have the same name.
      Path directory = session.scratch().resolve("input").resolve(Integer.toString(paths.size()));
      paths.add(Sql.literal(store.download(file.key(), file.sha256(), directory)));
    }
    return "read_parquet([" + String.join(", ", paths) + "])";
  }

  /** The columns that expectations may look at. */
  static TableSchema schema(EngineSession session, String relation) {
    return new TableSchema(
        session.columns("SELECT * FROM " + relation).stream()
            .filter(column -> !HIDDEN.contains(column.name()))
            .map(column -> new Column(column.name(), column.type()))
            .toList());
  }

  /** The engine's name of an Iceberg type. */
  private static String type(OutputColumn column) {
    String type = column.type().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "int" -> "INTEGER";
      case "long" -> "BIGINT";
      case "string" -> "VARCHAR";
      case "binary" -> "BLOB";
      default -> type.startsWith("fixed") ? "BLOB" : type;
    };
  }
}
