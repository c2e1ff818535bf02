package io.penstock.catalog.iceberg;

import io.penstock.catalog.Concurrently;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next metadata of a dataset's Iceberg table (format 2). It touches nothing that anybody
 * reads: manifests and metadata get new names, and count only once the catalog's transaction points
 * to them. An attempt that fails leaves orphans, which the sweeper finds.
 *
 * <p>A commit writes one manifest of the added files, one for each manifest that lost files, a
 * manifest list and a metadata file. Old snapshots stay, because versions refer to them.
 */
public final class IcebergCommit {
  private static final int FORMAT_VERSION = 2;

  /** What every table has; a table that lacks one gets it with its next version. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Versions are kept by the catalog: no other program may expire or delete anything.
          TableProperties.GC_ENABLED, "false",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10",
          TableProperties.DEFAULT_FILE_FORMAT, "parquet");

  private final ObjectStore store;
  private final String bucket;

  public IcebergCommit(ObjectStore store, String bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  /** Where a dataset's table stands. */
  public String location(DatasetName dataset) {
    return new Location(bucket, ObjectLayout.dataset(dataset)).toString();
  }

  /**
   * Writes the metadata of a change.
   *
   * @param base location of the current metadata, absent for a table's first version
   * @throws PenstockException USER {@code incompatible-column}, {@code unsupported-column}, {@code
   *     unsupported-partitioning} if the dataset cannot take the change; INTERNAL {@code
   *     data-file-mismatch} or {@code snapshot-mismatch} if files are not what they should be
   */
  public PreparedTable prepare(Optional<String> base, TableChange change) {
    StoreFileIO io = new StoreFileIO(store, bucket);
    try {
      StagedOperations operations = shaped(io, base, change);
      commitFiles(operations, change);
      TableMetadata result = operations.current();
      Snapshot snapshot = result.currentSnapshot();
      requireExact(snapshot, change);
      String metadataLocation =
          operations.metadataFileLocation(
              String.format(
                  "%05d-%s.metadata.json", result.lastSequenceNumber(), UUID.randomUUID()));
      TableMetadataParser.write(result, io.newOutputFile(metadataLocation));
      return new PreparedTable(metadataLocation, snapshot.snapshotId(), io.written());
    } catch (RuntimeIOException e) {
      throw PenstockException.external(
          "store-unavailable", "Cannot write the metadata of " + change.dataset(), e);
    }
  }

  /** The table with the schema, partition specs and properties that the change needs. */
  private StagedOperations shaped(StoreFileIO io, Optional<String> base, TableChange change) {
    @Nullable TableMetadata current =
        base.map(location -> TableMetadataParser.read(io, location)).orElse(null);
    TableSchema columns = TableSchema.of(current);
    Schema schema = columns.next(change.columns(), current);
    TableMetadata.Builder builder =
        current == null
            ? TableMetadata.buildFromEmpty(FORMAT_VERSION)
                .assignUUID()
                .setLocation(location(change.dataset()))
            : TableMetadata.buildFrom(current);
    builder.setCurrentSchema(schema, columns.lastId());
    if (current == null) {
      builder
          .setDefaultPartitionSpec(Partitioning.first(schema, change.partitionBy()))
          .setDefaultSortOrder(SortOrder.unsorted());
    }
    builder.setProperties(PROPERTIES);
    builder.setProperties(
        Map.of(
            TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(columns.nameMapping())));
    StagedOperations operations = new StagedOperations(io, builder.build());
    change.added().forEach(file -> Partitioning.makeCurrent(operations, file.partitionBy()));
    Partitioning.makeCurrent(operations, change.partitionBy());
    return operations;
  }

  private void commitFiles(StagedOperations operations, TableChange change) {
    OverwriteFiles overwrite =
        new BaseTable(operations, change.dataset().value(), report -> {}).newOverwrite();
    change.removed().forEach(file -> overwrite.deleteFile(removed(operations.current(), file)));
    added(operations.current(), change.added()).forEach(overwrite::addFile);
    change.summary().forEach(overwrite::set);
    overwrite.commit();
  }

  /** Enough of a file to find it again: Iceberg compares locations, inside its partition. */
  private DataFile removed(TableMetadata metadata, TableFile file) {
    return describe(metadata, file).withRecordCount(file.file().content().count()).build();
  }

  private List<DataFile> added(TableMetadata metadata, List<TableFile> files) {
    NameMapping names =
        NameMappingParser.fromJson(metadata.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
    MetricsConfig config =
        MetricsConfig.from(metadata.properties(), metadata.schema(), metadata.sortOrder());
    return Concurrently.map(files, file -> added(metadata, file, config, names));
  }

  private DataFile added(
      TableMetadata metadata, TableFile file, MetricsConfig config, NameMapping names) {
    OutputFile output = file.file();
    Footer footer = Footer.read(store, output.object());
    footer.require(output.object(), file.columns(), output.content().count());
    return describe(metadata, file)
        .withMetrics(footer.metrics(config, names))
        .withSplitOffsets(footer.splitOffsets())
        .build();
  }

  private DataFiles.Builder describe(TableMetadata metadata, TableFile file) {
    PartitionSpec spec = Partitioning.of(metadata, file.partitionBy());
    OutputFile output = file.file();
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath(new Location(bucket, output.object().key()).toString())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(output.object().bytes());
    return spec.isPartitioned()
        ? builder.withPartition(PartitionValues.of(spec, file.partitionBy(), output))
        : builder;
  }

  /** What Iceberg says it did is what was asked for: every removed file was there. */
  private static void requireExact(Snapshot snapshot, TableChange change) {
    long added = count(snapshot, SnapshotSummary.ADDED_FILES_PROP);
    long removed = count(snapshot, SnapshotSummary.DELETED_FILES_PROP);
    if (added != change.added().size() || removed != change.removed().size()) {
      throw PenstockException.internal(
          "snapshot-mismatch",
          "Iceberg added %d files and removed %d of %s, but %d and %d were asked for"
              .formatted(
                  added,
                  removed,
                  change.dataset(),
                  change.added().size(),
                  change.removed().size()));
    }
  }

  private static long count(Snapshot snapshot, String property) {
    return Long.parseLong(snapshot.summary().getOrDefault(property, "0"));
  }
}
