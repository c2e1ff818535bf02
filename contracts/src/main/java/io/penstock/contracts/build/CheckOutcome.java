package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import java.util.List;
import java.util.Optional;

/**
 * The verdict of a checkpoint.
 *
 * @param buildId the build
 * @param checkpoint which boundary
 * @param suite the suite that was checked; absent if the boundary has none, which passes
 * @param passed whether the build may go on
 * @param evaluated number of expectations
 * @param failures the expectations that failed, critical ones first
 * @param checked the files that were read
 * @param report the result as JSON, if there was a suite
 * @param quarantine the rows taken out by row-level expectations, if there are any
 * @param quarantined the origins of those rows
 */
public record CheckOutcome(
    BuildId buildId,
    CheckpointName checkpoint,
    Optional<SuiteReference> suite,
    boolean passed,
    int evaluated,
    List<FailedExpectation> failures,
    List<StoredObject> checked,
    Optional<StoredObject> report,
    Optional<QuarantineFile> quarantine,
    Fingerprint quarantined) {
  public CheckOutcome {
    failures = List.copyOf(failures);
    checked = List.copyOf(checked);
  }

  /** Where the catalog serves the report as a page for people, if there was a suite. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public Optional<String> page() {
    return report.map(
        stored -> "/api/v1/builds/%s/checkpoints/%s/report".formatted(buildId, checkpoint.text()));
  }
}
