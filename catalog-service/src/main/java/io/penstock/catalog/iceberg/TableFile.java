package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.pipeline.PartitionField;
import java.util.List;

/**
 * A data file, and what is needed to describe it to Iceberg.
 *
 * @param file the file
 * @param partitionBy how its build partitioned
 * @param columns the columns it holds, in order
 */
public record TableFile(
    OutputFile file, List<PartitionField> partitionBy, List<OutputColumn> columns) {
  public TableFile {
    partitionBy = List.copyOf(partitionBy);
    columns = List.copyOf(columns);
    if (file.partitionValues().size() != partitionBy.size()) {
      throw new IllegalArgumentException(
          "%d partition values for %s in %s"
              .formatted(file.partitionValues().size(), partitionBy, file.object().key()));
    }
  }
}
