package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.layout.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * A data file that waits to be published, at its final key.
 *
 * @param object where it stands
 * @param partitionPath Iceberg's path of its partition, such as {@code
 *     event_time_day=2001-01-01/delayed=true}
 * @param partitionValues the values of the partition fields in their order, as Iceberg writes them
 *     in a path; absent for null
 * @param content fingerprint of its published columns
 */
public record OutputFile(
    StoredObject object,
    String partitionPath,
    List<Optional<String>> partitionValues,
    Fingerprint content) {
  public OutputFile {
    partitionValues = List.copyOf(partitionValues);
  }
}
