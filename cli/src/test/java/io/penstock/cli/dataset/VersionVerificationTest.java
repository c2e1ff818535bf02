package io.penstock.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.WindowVerification;
import io.penstock.contracts.build.WindowVerification.Rebuilt;
import io.penstock.contracts.build.WindowVerification.Verdict;
import io.penstock.contracts.build.WindowVerification.VerifiedFile;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.lake.fingerprint.ContentHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionVerificationTest {
  private static final Window WINDOW =
      new Window(Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-02T00:00:00Z"));
  private static final Fingerprint ROWS = new Fingerprint(3, 7, 9);
  private static final Sha256 CONTENT =
      ContentHash.of(List.of(new ContentHash.Part(WINDOW, "day=1", ROWS)));

  private static VersionDescription published(Sha256 contentHash) {
    return new VersionDescription(
        new DatasetName("flights"),
        2,
        Instant.EPOCH,
        new PipelineName("flights"),
        1,
        contentHash,
        1,
        1,
        3,
        5,
        BuildLedger.EMPTY,
        1,
        "s3://bucket/metadata.json",
        List.of());
  }

  private static WindowVerification made(String bytes, Fingerprint rows) {
    OutputFile file =
        new OutputFile(
            new StoredObject(new ObjectKey("data/a.parquet"), Sha256.of("bytes"), 5),
            "day=1",
            List.of(Optional.of("1")),
            ROWS);
    EngineIdentity engine = new EngineIdentity("v2.0.0", 1, "");
    return new WindowVerification(
        BuildId.of(Sha256.of("build")),
        WINDOW,
        engine,
        engine,
        List.of(
            VerifiedFile.of(
                "day=1", Optional.of(file), Optional.of(new Rebuilt(Sha256.of(bytes), 5, rows)))));
  }

  @Test
  void theContentHashIsThatOfTheRowsThatWereMade() {
    VersionVerification verification =
        VersionVerification.of(published(CONTENT), List.of(made("bytes", ROWS)));

    assertThat(verification.rebuilt()).isEqualTo(CONTENT);
    assertThat(verification.verdict()).isEqualTo(Verdict.SAME_BYTES);
    assertThat(verification.rows()).isEqualTo(3);
    assertThat(verification.files()).isEqualTo(1);
  }

  @Test
  void oneOtherRowMakesTheVersionDifferent() {
    VersionVerification verification =
        VersionVerification.of(
            published(CONTENT), List.of(made("other", new Fingerprint(3, 7, 10))));

    assertThat(verification.rebuilt()).isNotEqualTo(CONTENT);
    assertThat(verification.verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void windowsThatAreMissingMakeItDifferent() {
    assertThat(VersionVerification.of(published(CONTENT), List.of()).verdict())
        .isEqualTo(Verdict.DIFFERENT);
  }
}
