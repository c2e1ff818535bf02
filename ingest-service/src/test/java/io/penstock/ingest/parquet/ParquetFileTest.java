package io.penstock.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file is read back with DuckDB. */
class ParquetFileTest {
  @TempDir Path directory;

  @Test
  void kindsAreTheEnginesTypes() {
    Schema schema = new Schema();
    Leaf text = schema.required("text", ValueKind.TEXT);
    Leaf number = schema.required("number", ValueKind.INT);
    Leaf instant = schema.required("instant", ValueKind.INSTANT);
    Leaf bytes = schema.optional("bytes", ValueKind.BYTES);
    BytesColumn column = new BytesColumn(bytes);
    column.add(new byte[] {0, -1});
    column.add(null);
    Path file =
        write(
            schema,
            new RowGroup(
                2,
                List.of(
                    Chunk.constant(text, "ä".getBytes(StandardCharsets.UTF_8), 2),
                    Chunk.constant(number, -7, 2),
                    Chunk.constant(instant, 1_000_001, 2),
                    column.endRowGroup())));

    assertThat(query("DESCRIBE SELECT * FROM read_parquet('%s')", file, 2))
        .containsExactly(
            "text VARCHAR", "number INTEGER", "instant TIMESTAMP WITH TIME ZONE", "bytes BLOB");
    assertThat(
            query(
                "SELECT text, number, epoch_us(instant), hex(bytes) FROM read_parquet('%s')",
                file, 4))
        .containsExactly("ä -7 1000001 00FF", "ä -7 1000001 null");
  }

  /** Around the sizes of miniblocks and blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, 33, 34, 64, 65, 127, 128, 129, 130, 160, 257, 1_000, 5_000})
  void anyLongsComeBack(int count) {
    Random random = new Random(count);
    for (int bits = 1; bits <= 64; bits += 7) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = random.nextLong() >> (Long.SIZE - bits);
      }
      assertThat(readBack(values)).as("%d bits", bits).isEqualTo(values);
    }
  }

  @Test
  void differencesMayOverflow() {
    long[] values = {
      Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, 1, 1
    };
    assertThat(readBack(values)).isEqualTo(values);
  }

  private long[] readBack(long[] values) {
    Schema schema = new Schema();
    LongColumn column = new LongColumn(schema.required("n", ValueKind.LONG));
    for (long value : values) {
      column.add(value);
    }
    Path file = write(schema, new RowGroup(values.length, List.of(column.endRowGroup())));
    return query(
            "SELECT n FROM read_parquet('%s', file_row_number = true) ORDER BY file_row_number",
            file, 1)
        .stream()
        .mapToLong(Long::parseLong)
        .toArray();
  }

  @Test
  void valuesAndNullsOfManyPagesAndRowGroupsComeBack() {
    Random random = new Random(5);
    Schema schema = new Schema();
    LongColumn longs = new LongColumn(schema.optional("n", ValueKind.LONG));
    BytesColumn texts = new BytesColumn(schema.optional("t", ValueKind.TEXT));
    ChoiceColumn choices =
        new ChoiceColumn(schema.required("c", ValueKind.TEXT), List.of("red", "green", "blue"));
    Schema.ListOfPairs pairs = schema.pairs("l", "k", ValueKind.TEXT, "v", ValueKind.BYTES);
    BytesColumn keys = new BytesColumn(pairs.required());
    BytesColumn values = new BytesColumn(pairs.optional());
    List<ColumnWriter> columns = List.of(longs, texts, choices, keys, values);
    List<RowGroup> groups = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    int rows = 0;
    for (int row = 0; row < 20_000; row++) {
      // Long stretches without values, and some with many.
      boolean sparse = row / 1_000 % 3 == 0;
      @Nullable Long n = random.nextInt(sparse ? 1_000 : 2) == 0 ? random.nextLong() : null;
      @Nullable String t = random.nextInt(4) == 0 ? "text " + random.nextInt(1_000) : null;
      int choice = sparse ? 0 : random.nextInt(3);
      if (n == null) {
        longs.addNull();
      } else {
        longs.add(n);
      }
      texts.add(t == null ? null : t.getBytes(StandardCharsets.UTF_8));
      choices.add(choice);
      List<String> list = new ArrayList<>();
      int length = sparse ? 0 : random.nextInt(4);
      for (int i = 0; i < length; i++) {
        byte @Nullable [] value = random.nextBoolean() ? new byte[] {(byte) i, (byte) 0x80} : null;
        keys.addToList(i == 0, ("k" + i).getBytes(StandardCharsets.UTF_8));
        values.addToList(i == 0, value);
        list.add(
            "k"
                + i
                + "="
                + (value == null ? "null" : HexFormat.of().withUpperCase().formatHex(value)));
      }
      if (length == 0) {
        keys.addEmptyList();
        values.addEmptyList();
      }
      expected.add(
          n
              + "|"
              + t
              + "|"
              + List.of("red", "green", "blue").get(choice)
              + "|"
              + String.join(",", list));
      rows++;
      if (random.nextInt(900) == 0) {
        columns.forEach(ColumnWriter::endPage);
      }
      if (random.nextInt(3_000) == 0 || row == 19_999) {
        groups.add(new RowGroup(rows, columns.stream().map(ColumnWriter::endRowGroup).toList()));
        rows = 0;
      }
    }
    Path file = write(schema, groups.toArray(RowGroup[]::new));

    assertThat(
            query(
                """
                SELECT concat_ws('|', coalesce(n::VARCHAR, 'null'), coalesce(t, 'null'), c,
                  array_to_string(list_transform(l,
                    lambda e: e.k || '=' || coalesce(hex(e.v), 'null')), ','))
                FROM read_parquet('%s', file_row_number = true) ORDER BY file_row_number\
                """,
                file, 1))
        .isEqualTo(expected);
    assertThat(groups.size()).isGreaterThan(1);
  }

  @Test
  void theFooterTellsRangesAndNulls() {
    Schema schema = new Schema();
    LongColumn column = new LongColumn(schema.optional("n", ValueKind.LONG));
    column.add(5);
    column.addNull();
    column.add(-3);
    RowGroup first = new RowGroup(3, List.of(column.endRowGroup()));
    column.addNull();
    RowGroup second = new RowGroup(1, List.of(column.endRowGroup()));
    Path file = write(schema, first, second);

    assertThat(
            query(
                "SELECT num_values, stats_min_value, stats_max_value, stats_null_count, compression FROM parquet_metadata('%s')",
                file, 5))
        .containsExactly("3 -3 5 1 UNCOMPRESSED", "1 null null 1 UNCOMPRESSED");
    assertThat(query("SELECT decode(key), decode(value) FROM parquet_kv_metadata('%s')", file, 2))
        .containsExactly("about this file");
  }

  @Test
  void aRowGroupOfOtherColumnsIsRefused() {
    Schema schema = new Schema();
    schema.required("n", ValueKind.LONG);
    LongColumn other = new LongColumn(new Schema().required("m", ValueKind.LONG));
    other.add(1);
    RowGroup group = new RowGroup(1, List.of(other.endRowGroup()));
    assertThatThrownBy(
            () -> ParquetFile.write(new ByteArrayOutputStream(), schema, List.of(group), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("other columns than ");
  }

  @Test
  void aColumnThatLacksAValueIsRefused() {
    LongColumn column = new LongColumn(new Schema().required("n", ValueKind.LONG));
    column.add(1);
    Chunk chunk = column.endRowGroup();
    assertThatThrownBy(() -> new RowGroup(2, List.of(chunk)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 values of n in 2 rows");
    assertThatThrownBy(column::addNull).isInstanceOf(IllegalArgumentException.class);
  }

  private Path write(Schema schema, RowGroup... groups) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      long length = ParquetFile.write(bytes, schema, List.of(groups), Map.of("about this", "file"));
      assertThat(length).isEqualTo(bytes.size());
      return Files.write(Files.createTempFile(directory, "test", ".parquet"), bytes.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> query(String sql, Path file, int columns) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql.formatted(file))) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
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
