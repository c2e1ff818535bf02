package io.penstock.contracts.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TagName;
import io.penstock.contracts.ledger.BuildLedger;
import java.time.Instant;
import java.util.List;

/**
 * A published version of a dataset.
 *
 * @param dataset the dataset
 * @param number from 1
 * @param publishedAt when
 * @param pipeline what made it
 * @param specVersion version of the pipeline's spec
 * @param contentHash hash of the rows, whatever files they stand in
 * @param windows number of windows it holds
 * @param files number of data files
 * @param rows number of rows
 * @param bytes size of its data files
 * @param ledger the sum over its windows
 * @param snapshotId Iceberg snapshot
 * @param metadataLocation Iceberg metadata file, {@code s3://bucket/key}
 * @param tags its names
 */
public record VersionDescription(
    DatasetName dataset,
    long number,
    Instant publishedAt,
    PipelineName pipeline,
    int specVersion,
    Sha256 contentHash,
    int windows,
    int files,
    long rows,
    long bytes,
    BuildLedger ledger,
    long snapshotId,
    String metadataLocation,
    List<TagName> tags) {
  public VersionDescription {
    tags = List.copyOf(tags);
  }

  /** Where the catalog tells what its windows were checked with. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String checkpoints() {
    return "/api/v1/datasets/%s/versions/%d/checkpoints".formatted(dataset, number);
  }
}
