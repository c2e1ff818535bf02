package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.pipeline.PartitionField;
import java.util.List;
import java.util.Map;

/**
 * What a publication changes in a table.
 *
 * @param dataset the dataset
 * @param columns the different lists of columns that windows of the new version have, that of the
 *     newest spec first: together they make the schema
 * @param partitionBy the newest spec's partitioning
 * @param removed exactly the data files of the replaced windows
 * @param added the data files of the published windows
 * @param summary properties of the snapshot
 */
public record TableChange(
    DatasetName dataset,
    List<List<OutputColumn>> columns,
    List<PartitionField> partitionBy,
    List<TableFile> removed,
    List<TableFile> added,
    Map<String, String> summary) {
  public TableChange {
    columns = columns.stream().map(List::copyOf).toList();
    partitionBy = List.copyOf(partitionBy);
    removed = List.copyOf(removed);
    added = List.copyOf(added);
    summary = Map.copyOf(summary);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table has columns");
    }
  }
}
