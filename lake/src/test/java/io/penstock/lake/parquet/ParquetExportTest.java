package io.penstock.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.id.Sha256;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetExportTest {
  private static final String ROWS =
      "SELECT i % 1000 AS k, i AS n, (i % 7)::DOUBLE / 3 AS d, 'text ' || (i % 91) AS t,"
          + " TIMESTAMPTZ '2001-01-01 00:00:00+00' + to_seconds(i) AS at,"
          + " CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 = 0 END AS b"
          + " FROM range(150000) r(i) ORDER BY hash(i + SEED)";

  @TempDir Path root;

  @Test
  void bytesDependOnRowsAlone() throws IOException {
    Set<Sha256> hashes = new HashSet<>();
    for (int threads = 1; threads <= 2; threads++) {
      for (int shuffle = 0; shuffle < 2; shuffle++) {
        try (EngineSession session = EngineSessions.open(root, threads)) {
          session.execute(
              "CREATE TABLE rows AS " + ROWS.replace("SEED", Integer.toString(shuffle)));
          hashes.add(hash(write(session, "FROM rows", List.of("k", "t"))));
        }
      }
    }

    assertThat(hashes).hasSize(1);
  }

  @Test
  void bytesOfRowsWithAnIdentityDependOnTheRowsAlone() throws IOException {
    ParquetOptions options = ParquetOptions.sortedBy(List.of("k")).withIdentity(List.of("n"));
    Set<Sha256> hashes = new HashSet<>();
    for (int threads = 1; threads <= 2; threads++) {
      try (EngineSession session = EngineSessions.open(root, threads)) {
        session.execute("CREATE TABLE rows AS " + ROWS.replace("SEED", Integer.toString(threads)));
        Path target = session.scratch().resolve("f.parquet");
        hashes.add(hash(ParquetExport.write(session, "FROM rows", target, options)));
      }
    }

    assertThat(hashes).hasSize(1);
  }

  @Test
  void withAnIdentityContentDecidesBeforeItAndItBetweenEqualContents() {
    ParquetOptions options = ParquetOptions.sortedBy(List.of("k")).withIdentity(List.of("n"));
    try (EngineSession session = EngineSessions.open(root)) {
      List<String> first = new ArrayList<>();
      for (String rows :
          List.of(
              "(2, 'z', 9), (1, 'a', 1), (1, 'b', 2), (1, 'a', 3)",
              "(2, 'z', 9), (1, 'a', 2), (1, 'b', 1), (1, 'a', 3)")) {
        Path target = session.scratch().resolve("f.parquet");
        ParquetExport.write(
            session, "SELECT * FROM (VALUES %s) t(k, t, n)".formatted(rows), target, options);
        first.add(
            String.join(
                " ",
                session.queryRows(
                    "SELECT k || t FROM " + Sql.literal(target), row -> row.getString(1))));
        assertThat(
                session.queryRows(
                    "SELECT n FROM " + Sql.literal(target) + " WHERE t = 'a'",
                    row -> row.getInt(1)))
            .isSorted();
      }

      assertThat(first.get(0)).endsWith(" 2z").contains("1a 1a").isEqualTo(first.get(1));
    }
  }

  @Test
  void bytesAreTheSameWhenTheSortSpills() throws IOException {
    String rows = "SELECT i % 1000 AS k, i AS n, md5(i::VARCHAR) AS t FROM range(400000) r(i)";
    Set<Sha256> hashes = new HashSet<>();
    for (long memoryBytes : new long[] {32L << 20, 512L << 20}) {
      try (EngineSession session = Engine.open(new EngineSettings(root, memoryBytes, 1))) {
        hashes.add(hash(write(session, rows, List.of("k"))));
      }
    }

    assertThat(hashes).hasSize(1);
  }

  @Test
  void bytesOfASmallFileArePinned() throws IOException {
    try (EngineSession session = EngineSessions.open(root)) {
      Path file =
          write(
              session,
              "SELECT * FROM (VALUES (2, 'b', 0.5), (1, 'ä', NULL), (NULL, '', -1e300)) t(i, s, d)",
              List.of("i"));

      // Another DuckDB gives other bytes: a new version of it needs a new output revision.
      assertThat(hash(file).hex())
          .isEqualTo("5a32a9871d4f521429f1e1d3e6fe9089982ba7bec628b6aa365ec0a139097eda");
    }
  }

  @Test
  void rowsAreSortedByTheColumnsAskedForAndThenByTheOthers() {
    try (EngineSession session = EngineSessions.open(root)) {
      Path file =
          write(
              session,
              "SELECT * FROM (VALUES (1, 'b', 2), (2, 'a', 1), (1, 'a', 3), (NULL, 'z', 0),"
                  + " (1, 'B', 9), (1, 'é', 9), (1, NULL, 9)) t(x, y, z)",
              List.of("x", "y"));

      assertThat(
              session.queryRows(
                  "FROM " + Sql.literal(file), row -> row.getString(1) + row.getString(2)))
          .containsExactly("nullz", "1null", "1B", "1a", "1b", "1é", "2a");
    }
  }

  @Test
  void zeroComesAfterMinusZero() {
    try (EngineSession session = EngineSessions.open(root)) {
      String ordered = "SELECT * FROM (VALUES (0.0::DOUBLE), ('-0'::DOUBLE), ('nan'::DOUBLE)) t(d)";
      String reversed =
          "SELECT * FROM (VALUES ('nan'::DOUBLE), ('-0'::DOUBLE), (0.0::DOUBLE)) t(d)";

      assertThat(write(session, ordered, List.of()))
          .hasSameBinaryContentAs(write(session, reversed, List.of()));
    }
  }

  @Test
  void noRowsAreAFileWithAllColumns() {
    try (EngineSession session = EngineSessions.open(root)) {
      Path file = write(session, "SELECT 1 AS a, 'x' AS b WHERE false", List.of("b"));

      assertThat(session.queryLong("SELECT count(*) FROM " + Sql.literal(file))).isZero();
      assertThat(session.columns("FROM " + Sql.literal(file))).hasSize(2);
    }
  }

  @Test
  void anyTextIsAColumnName() {
    try (EngineSession session = EngineSessions.open(root)) {
      String name = "we\"ird, {x: 'y'}; --\n🛬";
      Path file =
          ParquetExport.write(
              session,
              "SELECT 1 AS " + Sql.identifier(name) + " -- comment",
              session.scratch().resolve("named.parquet"),
              ParquetOptions.sortedBy(List.of(name)).withFieldIds(Map.of(name, 17)));

      assertThat(session.columns("FROM " + Sql.literal(file)).getFirst().name()).isEqualTo(name);
      assertThat(
              session.queryLong(
                  "SELECT field_id FROM parquet_schema("
                      + Sql.literal(file)
                      + ") WHERE name = "
                      + Sql.literal(name)))
          .isEqualTo(17);
    }
  }

  @Test
  void rowGroupsHaveTheSizeAskedFor() {
    try (EngineSession session = EngineSessions.open(root)) {
      Path file =
          ParquetExport.write(
              session,
              "SELECT i FROM range(10000) r(i)",
              session.scratch().resolve("groups.parquet"),
              ParquetOptions.sortedBy(List.of("i")).withRowGroupRows(4096));

      assertThat(
              session.queryRows(
                  "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata("
                      + Sql.literal(file)
                      + ") ORDER BY 1",
                  row -> row.getLong(2)))
          .containsExactly(4096L, 4096L, 1808L);
    }
  }

  @Test
  void aHigherCompressionLevelGivesASmallerFile() throws IOException {
    try (EngineSession session = EngineSessions.open(root)) {
      ParquetOptions options = ParquetOptions.sortedBy(List.of("n"));
      String rows = ROWS.replace("SEED", "1");
      Path low =
          ParquetExport.write(
              session,
              rows,
              session.scratch().resolve("low.parquet"),
              options.withCompressionLevel(1));
      Path high =
          ParquetExport.write(
              session,
              rows,
              session.scratch().resolve("high.parquet"),
              options.withCompressionLevel(19));

      assertThat(Files.size(high)).isLessThan(Files.size(low));
    }
  }

  @Test
  void nestedValuesAreWritten() {
    try (EngineSession session = EngineSessions.open(root)) {
      Path file =
          write(
              session,
              "SELECT [1, NULL] AS l, {'a': 'x', 'b': [2.5]} AS s, MAP {'k': 1} AS m",
              List.of());

      assertThat(session.queryText("SELECT (l, s, m)::VARCHAR FROM " + Sql.literal(file)))
          .isEqualTo("([1, NULL], {'a': x, 'b': [2.5]}, {k=1})");
    }
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    try (EngineSession session = EngineSessions.open(root)) {
      assertThatThrownBy(() -> write(session, "SELECT 1 AS a", List.of("a", "b")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[b]");
    }
  }

  private static Path write(EngineSession session, String sql, List<String> orderBy) {
    try {
      Path target = Files.createTempFile(session.scratch(), "out", ".parquet");
      return ParquetExport.write(session, sql, orderBy, target);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Sha256 hash(Path file) throws IOException {
    return Sha256.of(Files.readAllBytes(file));
  }
}
