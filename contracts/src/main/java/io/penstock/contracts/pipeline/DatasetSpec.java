package io.penstock.contracts.pipeline;

import io.penstock.contracts.id.DatasetName;
import java.util.List;

/**
 * The dataset that a pipeline makes.
 *
 * @param name its name
 * @param partitionBy how its files are divided; empty for one file a window
 * @param orderBy the order of rows in a file; ties are broken by all other columns
 */
public record DatasetSpec(
    DatasetName name, List<PartitionField> partitionBy, List<String> orderBy) {
  public DatasetSpec {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
  }
}
