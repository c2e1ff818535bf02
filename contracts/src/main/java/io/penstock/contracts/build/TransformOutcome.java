package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import java.util.List;
import java.util.Optional;

/**
 * What transform made of the conformed rows.
 *
 * @param buildId the build
 * @param columns the columns of the files, in order
 * @param files the data files, by partition path; none if no row is left
 * @param quarantined the origins left out because a checkpoint quarantined them
 * @param duplicate the origins left out because an earlier row has their key
 * @param passed the origins that the SQL got
 * @param published the origins in the files, if the SQL is row-wise
 * @param filtered the origins of {@code passed} that are not in the files, if the SQL is row-wise
 */
public record TransformOutcome(
    BuildId buildId,
    List<OutputColumn> columns,
    List<OutputFile> files,
    Fingerprint quarantined,
    Fingerprint duplicate,
    Fingerprint passed,
    Optional<Fingerprint> published,
    Optional<Fingerprint> filtered) {
  public TransformOutcome {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }
}
