package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A window of a published version, made once more from its plan and raw batches and compared with
 * what is published.
 *
 * @param buildId the build that published it
 * @param planned the engine that it was made with
 * @param engine the engine that made it once more
 * @param files its files, by partition path
 */
public record WindowVerification(
    BuildId buildId,
    Window window,
    EngineIdentity planned,
    EngineIdentity engine,
    List<VerifiedFile> files) {
  public WindowVerification {
    files = List.copyOf(files);
  }

  /** How far what was made once more is what is published. */
  public enum Verdict {
    /** The same bytes. */
    SAME_BYTES,
    /** The same rows in other bytes, as another version of the engine may write them. */
    SAME_ROWS,
    /** Other rows, or none. */
    DIFFERENT
  }

  /** The worst verdict of its files. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public Verdict verdict() {
    return files.stream()
        .map(VerifiedFile::verdict)
        .max(Verdict::compareTo)
        .orElse(Verdict.SAME_BYTES);
  }

  /**
   * What is to be verified, as the catalog knows it.
   *
   * @param buildId the build that published the window
   * @param files the published files of the window
   * @param quarantine the rows that its checkpoint took out, if it did
   */
  public record Request(
      @Nullable BuildId buildId, List<OutputFile> files, Optional<QuarantineFile> quarantine) {
    public Request {
      files = files == null ? List.of() : List.copyOf(files);
    }
  }

  /**
   * One partition of the window.
   *
   * @param published what is published; absent if only the new run gave such a partition
   * @param rebuilt what the new run gave; absent if it gave no such partition
   */
  public record VerifiedFile(
      String partitionPath,
      Optional<StoredObject> published,
      Optional<Rebuilt> rebuilt,
      Verdict verdict) {
    /** Compares a partition. At least one side is there. */
    public static VerifiedFile of(
        String partitionPath, Optional<OutputFile> published, Optional<Rebuilt> rebuilt) {
      return new VerifiedFile(
          partitionPath,
          published.map(OutputFile::object),
          rebuilt,
          published
              .flatMap(there -> rebuilt.map(made -> made.against(there)))
              .orElse(Verdict.DIFFERENT));
    }
  }

  /**
   * A file that was made once more, and not kept.
   *
   * @param content fingerprint of its columns
   */
  public record Rebuilt(Sha256 sha256, long bytes, Fingerprint content) {
    private Verdict against(OutputFile published) {
      if (sha256.equals(published.object().sha256())) {
        return Verdict.SAME_BYTES;
      }
      return content.equals(published.content()) ? Verdict.SAME_ROWS : Verdict.DIFFERENT;
    }
  }
}
