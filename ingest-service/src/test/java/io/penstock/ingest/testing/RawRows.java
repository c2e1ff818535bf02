package io.penstock.ingest.testing;

import io.penstock.contracts.source.BatchCommit;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** What stands in the objects of batches, read with a plain DuckDB. */
public final class RawRows {
  private final List<Path> files;

  private RawRows(List<Path> files) {
    this.files = files;
  }

  static RawRows download(ObjectStore store, List<BatchCommit> batches) {
    try {
      Path directory = Files.createTempDirectory("raw");
      List<Path> files = new ArrayList<>();
      for (BatchCommit batch : batches) {
        files.add(store.download(batch.object().key(), batch.object().sha256(), directory));
      }
      return new RawRows(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long count() {
    return Long.parseLong(query("SELECT count(*) FROM raw").getFirst());
  }

  /** Each row as its columns with blanks between; the rows are the view {@code raw}. */
  public List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    String list = String.join(", ", files.stream().map(file -> "'" + file + "'").toList());
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("CREATE VIEW raw AS SELECT * FROM read_parquet([" + list + "])");
      ResultSet result = statement.executeQuery(sql);
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(String.valueOf(result.getString(c)));
        }
        rows.add(String.join(" ", row));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }
}
