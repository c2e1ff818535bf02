package io.penstock.cli.dataset;

import io.penstock.contracts.build.WindowVerification;
import io.penstock.contracts.build.WindowVerification.Verdict;
import io.penstock.contracts.build.WindowVerification.VerifiedFile;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.lake.fingerprint.ContentHash;
import java.util.List;
import java.util.stream.Stream;

/**
 * A version beside what its windows give when they are made once more.
 *
 * @param version its number
 * @param published its content hash
 * @param rebuilt the content hash of what was made
 * @param verdict the worst of its windows
 */
record VersionVerification(
    String dataset,
    long version,
    Sha256 published,
    Sha256 rebuilt,
    Verdict verdict,
    List<WindowVerification> windows) {
  VersionVerification {
    windows = List.copyOf(windows);
  }

  static VersionVerification of(VersionDescription version, List<WindowVerification> windows) {
    Sha256 rebuilt = ContentHash.of(windows.stream().flatMap(VersionVerification::parts).toList());
    Verdict worst =
        windows.stream()
            .map(WindowVerification::verdict)
            .max(Verdict::compareTo)
            .orElse(Verdict.SAME_BYTES);
    return new VersionVerification(
        version.dataset().value(),
        version.number(),
        version.contentHash(),
        rebuilt,
        rebuilt.equals(version.contentHash()) ? worst : Verdict.DIFFERENT,
        windows);
  }

  private static Stream<ContentHash.Part> parts(WindowVerification window) {
    return window.files().stream()
        .flatMap(file ->
            file.rebuilt().stream()
                .map(made ->
                    new ContentHash.Part(window.window(), file.partitionPath(), made.content())));
  }

  /** How many rows were made. */
  long rows() {
    return windows.stream()
        .flatMap(window -> window.files().stream())
        .flatMap(file -> file.rebuilt().stream())
        .map(WindowVerification.Rebuilt::content)
        .mapToLong(Fingerprint::count)
        .sum();
  }

  /** How many files were compared. */
  long files() {
    return windows.stream()
        .map(WindowVerification::files)
        .mapToLong(List<VerifiedFile>::size)
        .sum();
  }
}
