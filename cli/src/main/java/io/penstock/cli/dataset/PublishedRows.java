package io.penstock.cli.dataset;

import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.ObjectStore;
import io.penstock.lake.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads published files back, with a DuckDB that knows nothing of Penstock. */
public final class PublishedRows implements AutoCloseable {
  /** Column names first, then rows. */
  public record Rows(List<String> columns, List<List<String>> values) {}

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  private PublishedRows(Path folder) {
    this.folder = folder;
  }

  /** Downloads files of a version, verifying each by its SHA-256. */
  public static PublishedRows download(StoreSettings settings, List<VersionFile> version) {
    try {
      PublishedRows rows = new PublishedRows(Files.createTempDirectory("penstock-rows"));
      ObjectStore store = new MinioObjectStore(settings);
      for (VersionFile file : version) {
        OutputFile output = file.file();
        rows.files.add(
            store.download(output.object().key(), output.object().sha256(), rows.folder));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a query over {@code rows}, the rows of all files. */
  public Rows query(String sql) {
    String list =
        String.join(", ", files.stream().map(file -> Sql.literal(file.toString())).toList());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "CREATE VIEW rows AS SELECT * FROM read_parquet(["
              + list
              + "], hive_partitioning = false)");
      try (ResultSet result = statement.executeQuery(sql)) {
        return read(result);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Rows read(ResultSet result) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
      columns.add(result.getMetaData().getColumnName(c));
    }
    List<List<String>> values = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int c = 1; c <= columns.size(); c++) {
        row.add(String.valueOf(result.getString(c)));
      }
      values.add(row);
    }
    return new Rows(columns, values);
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
