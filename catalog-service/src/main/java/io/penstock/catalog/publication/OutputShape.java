package io.penstock.catalog.publication;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.pipeline.PartitionField;
import java.util.List;

/** Columns and partitioning of a published build's files, as the catalog keeps them. */
record OutputShape(List<OutputColumn> columns, List<PartitionField> partitionBy) {
  OutputShape {
    columns = List.copyOf(columns);
    partitionBy = List.copyOf(partitionBy);
  }
}
