package io.penstock.catalog.publication;

import io.penstock.catalog.persistence.FingerprintColumns;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.json.Json;

/** Rows of the tables that a version is written to, as {@code json_to_recordset} takes them. */
final class VersionRows {
  private VersionRows() {}

  /** A window that a version has from a build of its own. */
  record WindowRow(
      String start,
      String end,
      String build,
      int spec,
      long through,
      String ledger,
      String checkpoints,
      String output) {
    static WindowRow of(FinishedBuild build) {
      Candidate candidate = build.candidate();
      return new WindowRow(
          TimeText.of(candidate.window().start()),
          TimeText.of(candidate.window().end()),
          candidate.buildId().hex(),
          candidate.specVersion(),
          candidate.through(),
          Json.text(build.ledger()),
          Json.text(build.checkpoints()),
          Json.text(build.shape()));
    }
  }

  /** A file of it. */
  record FileRow(
      String key,
      String build,
      String start,
      String end,
      String path,
      String values,
      String sha256,
      long bytes,
      long rows,
      String sum) {
    static FileRow of(FinishedBuild build, OutputFile file) {
      return new FileRow(
          file.object().key().value(),
          build.buildId().hex(),
          TimeText.of(build.window().start()),
          TimeText.of(build.window().end()),
          file.partitionPath(),
          Json.text(file.partitionValues()),
          file.object().sha256().hex(),
          file.object().bytes(),
          file.content().count(),
          FingerprintColumns.of(file.content()).sum().toPlainString());
    }
  }
}
