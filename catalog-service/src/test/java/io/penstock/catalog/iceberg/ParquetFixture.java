package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.pipeline.PartitionField;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Makes small Parquet objects with DuckDB, as transform does. */
final class ParquetFixture {
  private final ObjectStore store;
  private final Path directory;

  ParquetFixture(ObjectStore store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * Stores the rows of a query.
   *
   * @param columns such as {@code "event_time timestamptz, delayed boolean"}
   */
  TableFile file(
      String name,
      String sql,
      long rows,
      String columns,
      List<String> partitionBy,
      String... values) {
    Path file = directory.resolve(name + ".parquet");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("COPY (" + sql + ") TO '" + file + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Sha256 sha256 = FileHash.of(file);
    ObjectKey key =
        new ObjectKey("datasets/flights/data/" + name + "-" + sha256.short16() + ".parquet");
    OutputFile output =
        new OutputFile(
            store.put(key, file),
            String.join("/", values),
            Arrays.stream(values).map(Optional::of).toList(),
            new Fingerprint(rows, 7, 7));
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TableFile(output, fields(partitionBy), columns(columns));
  }

  static List<PartitionField> fields(List<String> texts) {
    return texts.stream().map(PartitionField::parse).toList();
  }

  static List<OutputColumn> columns(String text) {
    return Arrays.stream(text.split(",\\s*(?![^(]*\\))"))
        .map(column -> column.split(" ", 2))
        .map(parts -> new OutputColumn(parts[0], parts[1]))
        .toList();
  }
}
