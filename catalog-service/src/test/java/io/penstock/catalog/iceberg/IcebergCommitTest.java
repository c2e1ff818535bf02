package io.penstock.catalog.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.catalog.store.MemoryObjectStore;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergCommitTest {
  private static final String COLUMNS = "event_time timestamptz, delay int, delayed boolean";
  private static final List<String> BY_DAY = List.of("day(event_time)", "delayed");

  @TempDir Path directory;
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final IcebergCommit commit = new IcebergCommit(store, "penstock");
  private ParquetFixture parquet;

  @BeforeEach
  void fixture() {
    parquet = new ParquetFixture(store, directory);
  }

  @Test
  void createsATableWhoseSnapshotHoldsTheFiles() {
    TableFile first = day("2001-01-01", 3);
    TableFile second = day("2001-01-02", 2);

    PreparedTable prepared = commit.prepare(Optional.empty(), change(List.of(), first, second));

    Table table = table(prepared);
    assertThat(table.location()).isEqualTo("s3://penstock/datasets/flights");
    assertThat(table.schema().asStruct().toString())
        .isEqualTo(
            "struct<1: event_time: optional timestamptz, 2: delay: optional int, 3: delayed: optional boolean>");
    assertThat(table.spec().toString().replaceAll("\\s+", " "))
        .isEqualTo("[ 1000: event_time_day: day(1) 1001: delayed: identity(3) ]");
    assertThat(paths(table, prepared)).isEqualTo(locations(first, second));
    assertThat(rows(table, prepared)).isEqualTo(5);
    assertThat(table.currentSnapshot().summary()).containsEntry("penstock.version", "1");
  }

  @Test
  void namesEveryObjectItWrote() {
    PreparedTable prepared =
        commit.prepare(Optional.empty(), change(List.of(), day("2001-01-01", 3)));

    Set<String> stored = new TreeSet<>();
    store.list("datasets/flights/metadata/").forEach(object -> stored.add(object.key().value()));
    Set<String> written = new TreeSet<>();
    prepared.written().forEach(object -> written.add(object.key().value()));
    assertThat(written).isEqualTo(stored).hasSize(3);
  }

  @Test
  void prunesByPartitionAndByFooterStatistics() throws IOException {
    TableFile first = day("2001-01-01", 3);
    TableFile second = day("2001-01-02", 2);
    PreparedTable prepared = commit.prepare(Optional.empty(), change(List.of(), first, second));

    var byDay =
        org.apache.iceberg.expressions.Expressions.lessThan(
            "event_time", "2001-01-02T00:00:00+00:00");
    var byStatistics = org.apache.iceberg.expressions.Expressions.greaterThan("delay", 2);

    assertThat(paths(table(prepared).newScan().filter(byDay).planFiles()))
        .isEqualTo(locations(first));
    assertThat(paths(table(prepared).newScan().filter(byStatistics).planFiles()))
        .isEqualTo(locations(first));
  }

  @Test
  void replacesExactlyTheFilesOfAWindow() {
    TableFile kept = day("2001-01-01", 3);
    TableFile replaced = day("2001-01-02", 2);
    PreparedTable base = commit.prepare(Optional.empty(), change(List.of(), kept, replaced));
    TableFile added = day("2001-01-02", 4);

    PreparedTable prepared =
        commit.prepare(Optional.of(base.metadataLocation()), change(List.of(replaced), added));

    Table table = table(prepared);
    assertThat(paths(table, prepared)).isEqualTo(locations(kept, added));
    assertThat(rows(table, prepared)).isEqualTo(7);
    assertThat(paths(table, base)).as("the old version").isEqualTo(locations(kept, replaced));
  }

  @Test
  void refusesToReplaceAFileThatIsNotThere() {
    PreparedTable base = commit.prepare(Optional.empty(), change(List.of(), day("2001-01-01", 3)));
    TableFile stranger = day("2001-01-02", 2);

    assertThatThrownBy(
            () -> commit.prepare(Optional.of(base.metadataLocation()), change(List.of(stranger))))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("removed 0");
  }

  @Test
  void takesAFileBackThatWasReplaced() {
    TableFile first = day("2001-01-01", 3);
    TableFile second = day("2001-01-01", 4);
    PreparedTable one = commit.prepare(Optional.empty(), change(List.of(), first));
    PreparedTable two =
        commit.prepare(Optional.of(one.metadataLocation()), change(List.of(first), second));
    PreparedTable three =
        commit.prepare(Optional.of(two.metadataLocation()), change(List.of(second), first));

    assertThat(paths(table(three), three)).isEqualTo(locations(first));
    assertThat(table(three).snapshots()).hasSize(3);
  }

  @Test
  void makesASnapshotOfWindowsWithoutFiles() {
    PreparedTable prepared = commit.prepare(Optional.empty(), change(List.of()));

    assertThat(rows(table(prepared), prepared)).isZero();
    assertThat(table(prepared).currentSnapshot().snapshotId()).isEqualTo(prepared.snapshotId());
  }

  @Test
  void writesNoSecondCopyOfManifestsThatStayAsTheyAre() {
    PreparedTable base = commit.prepare(Optional.empty(), change(List.of(), day("2001-01-01", 3)));
    PreparedTable next =
        commit.prepare(
            Optional.of(base.metadataLocation()), change(List.of(), day("2001-01-02", 2)));

    assertThat(next.written()).as("one manifest, manifest list, metadata").hasSize(3);
    assertThat(table(next).currentSnapshot().allManifests(table(next).io())).hasSize(2);
  }

  @Test
  void addsColumnsAndWidensTypesKeepingFieldIds() {
    TableFile old = day("2001-01-01", 3);
    PreparedTable base = commit.prepare(Optional.empty(), change(List.of(), old));
    String columns = "delay long, event_time timestamptz, carrier string, delayed boolean";
    TableFile wide =
        parquet.file(
            "wide",
            "SELECT 5::BIGINT AS delay, TIMESTAMPTZ '2001-01-02 00:00:00+00' AS event_time, 'AA' AS carrier, true AS delayed",
            1,
            columns,
            BY_DAY,
            "2001-01-02",
            "true");

    PreparedTable prepared =
        commit.prepare(
            Optional.of(base.metadataLocation()),
            new TableChange(
                new DatasetName("flights"),
                List.of(ParquetFixture.columns(columns), ParquetFixture.columns(COLUMNS)),
                ParquetFixture.fields(BY_DAY),
                List.of(),
                List.of(wide),
                Map.of()));

    assertThat(table(prepared).schema().asStruct().toString())
        .isEqualTo(
            "struct<2: delay: optional long, 1: event_time: optional timestamptz, 4: carrier: optional string, 3: delayed: optional boolean>");
    assertThat(paths(table(prepared), prepared)).isEqualTo(locations(old, wide));
    assertThat(table(prepared).properties().get("schema.name-mapping.default")).contains("carrier");
  }

  @Test
  void givesAColumnThatComesBackItsOldFieldId() {
    PreparedTable one = commit.prepare(Optional.empty(), schemaOnly("a int, b int"));
    PreparedTable two =
        commit.prepare(Optional.of(one.metadataLocation()), schemaOnly("a int, c int"));
    PreparedTable three =
        commit.prepare(Optional.of(two.metadataLocation()), schemaOnly("b long, c int"));

    assertThat(table(two).schema().asStruct().toString())
        .isEqualTo("struct<1: a: optional int, 3: c: optional int>");
    assertThat(table(three).schema().asStruct().toString())
        .isEqualTo("struct<2: b: optional long, 3: c: optional int>");
  }

  @Test
  void refusesATypeThatNoReaderCouldPromote() {
    PreparedTable base = commit.prepare(Optional.empty(), schemaOnly("delay int"));

    assertThatThrownBy(
            () -> commit.prepare(Optional.of(base.metadataLocation()), schemaOnly("delay string")))
        .isInstanceOf(PenstockException.class)
        .hasMessageStartingWith("Column 'delay' was int in an earlier version");
  }

  @Test
  void refusesColumnsThatDifferInCaseOnly() {
    assertThatThrownBy(() -> commit.prepare(Optional.empty(), schemaOnly("delay int, Delay int")))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("'delay' and 'Delay'");
  }

  @Test
  void refusesToPartitionByAColumnThatIsNotThere() {
    TableChange change =
        new TableChange(
            new DatasetName("flights"),
            List.of(ParquetFixture.columns("delay int")),
            ParquetFixture.fields(List.of("carrier")),
            List.of(),
            List.of(),
            Map.of());

    assertThatThrownBy(() -> commit.prepare(Optional.empty(), change))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("there is no column 'carrier'");
  }

  @Test
  void partitionsByHourMonthAndTimestamps() {
    List<String> by = List.of("hour(event_time)", "month(day)", "event_time", "price");
    String columns = "event_time timestamptz, day date, price decimal(10, 2)";
    TableFile file =
        parquet.file(
            "hour",
            "SELECT TIMESTAMPTZ '1969-12-31 22:15:00+00' AS event_time, DATE '2001-03-04' AS day, 1.50::DECIMAL(10, 2) AS price",
            1,
            columns,
            by,
            "1969-12-31-22",
            "2001-03",
            "1969-12-31T22:15:00+00:00",
            "1.50");
    TableChange change =
        new TableChange(
            new DatasetName("flights"),
            List.of(ParquetFixture.columns(columns)),
            ParquetFixture.fields(by),
            List.of(),
            List.of(file),
            Map.of());

    PreparedTable prepared = commit.prepare(Optional.empty(), change);

    try (CloseableIterable<FileScanTask> files = table(prepared).newScan().planFiles()) {
      assertThat(files.iterator().next().file().partition().toString())
          .isEqualTo(
              "PartitionData{event_time_hour=-2, day_month=374, event_time=-6300000000, price=1.50}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void changesThePartitioningForNewFilesOnly() {
    TableFile old = day("2001-01-01", 3);
    PreparedTable base = commit.prepare(Optional.empty(), change(List.of(), old));
    TableFile fresh =
        parquet.file("plain", rowsSql("2001-01-02", 2), 2, COLUMNS, List.of("delayed"), "true");
    TableChange change =
        new TableChange(
            new DatasetName("flights"),
            List.of(ParquetFixture.columns(COLUMNS)),
            ParquetFixture.fields(List.of("delayed")),
            List.of(),
            List.of(fresh),
            Map.of());

    PreparedTable next = commit.prepare(Optional.of(base.metadataLocation()), change);
    PreparedTable back =
        commit.prepare(
            Optional.of(next.metadataLocation()), change(List.of(fresh), day("2001-01-02", 2)));

    assertThat(paths(table(next), next)).isEqualTo(locations(old, fresh));
    assertThat(table(next).spec().fields()).hasSize(1);
    assertThat(table(back).spec().specId()).as("the first spec again").isZero();
    assertThat(table(back).specs()).hasSize(2);
  }

  @Test
  void refusesAFileWithOtherRowsThanItsOutcomeSays() {
    TableFile lying =
        parquet.file("lying", rowsSql("2001-01-01", 2), 3, COLUMNS, BY_DAY, "2001-01-01", "true");

    assertThatThrownBy(() -> commit.prepare(Optional.empty(), change(List.of(), lying)))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("holds 2 rows")
        .hasMessageContaining("should hold 3 rows");
  }

  private TableFile day(String day, int rows) {
    return parquet.file(day + "-" + rows, rowsSql(day, rows), rows, COLUMNS, BY_DAY, day, "true");
  }

  private static String rowsSql(String day, int rows) {
    return ("SELECT TIMESTAMPTZ '%s 00:00:00+00' + to_minutes(i) AS event_time, (i + 1)::INT AS delay, true AS delayed"
            + " FROM range(%d) t(i)")
        .formatted(day, rows);
  }

  private static TableChange change(List<TableFile> removed, TableFile... added) {
    return new TableChange(
        new DatasetName("flights"),
        List.of(ParquetFixture.columns(COLUMNS)),
        ParquetFixture.fields(BY_DAY),
        removed,
        List.of(added),
        Map.of("penstock.version", "1"));
  }

  private static TableChange schemaOnly(String columns) {
    return new TableChange(
        new DatasetName("flights"),
        List.of(ParquetFixture.columns(columns)),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  private Table table(PreparedTable prepared) {
    return new BaseTable(
        new StaticTableOperations(prepared.metadataLocation(), new StoreFileIO(store, "penstock")),
        "flights");
  }

  private static Set<String> paths(Table table, PreparedTable prepared) {
    return paths(table.newScan().useSnapshot(prepared.snapshotId()).planFiles());
  }

  private static Set<String> paths(CloseableIterable<FileScanTask> planned) {
    Set<String> paths = new TreeSet<>();
    try (planned) {
      planned.forEach(task -> paths.add(task.file().location()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths;
  }

  private static long rows(Table table, PreparedTable prepared) {
    long rows = 0;
    try (CloseableIterable<FileScanTask> planned =
        table.newScan().useSnapshot(prepared.snapshotId()).planFiles()) {
      for (FileScanTask task : planned) {
        rows += task.file().recordCount();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static Set<String> locations(TableFile... files) {
    Set<String> locations = new TreeSet<>();
    for (TableFile file : files) {
      locations.add("s3://penstock/" + file.file().object().key());
    }
    return locations;
  }
}
