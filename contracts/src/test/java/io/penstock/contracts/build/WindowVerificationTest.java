package io.penstock.contracts.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.WindowVerification.Rebuilt;
import io.penstock.contracts.build.WindowVerification.Verdict;
import io.penstock.contracts.build.WindowVerification.VerifiedFile;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowVerificationTest {
  private static final Fingerprint ROWS = new Fingerprint(3, 7, 9);
  private static final OutputFile PUBLISHED =
      new OutputFile(
          new StoredObject(new ObjectKey("data/a.parquet"), Sha256.of("bytes"), 5),
          "day=1",
          List.of(Optional.of("1")),
          ROWS);

  private static VerifiedFile against(String bytes, Fingerprint rows) {
    return VerifiedFile.of(
        "day=1", Optional.of(PUBLISHED), Optional.of(new Rebuilt(Sha256.of(bytes), 5, rows)));
  }

  private static WindowVerification window(VerifiedFile... files) {
    EngineIdentity engine = new EngineIdentity("v2.0.0", 1, "");
    return new WindowVerification(
        BuildId.of(Sha256.of("build")),
        new Window(Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-02T00:00:00Z")),
        engine,
        engine,
        List.of(files));
  }

  @Test
  void theSameBytesAreTheSame() {
    assertThat(against("bytes", ROWS).verdict()).isEqualTo(Verdict.SAME_BYTES);
  }

  @Test
  void otherBytesMayHoldTheSameRows() {
    assertThat(against("other bytes", ROWS).verdict()).isEqualTo(Verdict.SAME_ROWS);
  }

  @Test
  void oneRowMoreIsAnotherContent() {
    assertThat(against("other bytes", new Fingerprint(4, 7, 9)).verdict())
        .isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void aPartitionOfOneSideAloneIsDifferent() {
    assertThat(VerifiedFile.of("day=1", Optional.of(PUBLISHED), Optional.empty()).verdict())
        .isEqualTo(Verdict.DIFFERENT);
    assertThat(
            VerifiedFile.of(
                    "day=1",
                    Optional.empty(),
                    Optional.of(new Rebuilt(Sha256.of("bytes"), 5, ROWS)))
                .verdict())
        .isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void aWindowIsAsGoodAsTheWorstOfItsFiles() {
    assertThat(window(against("bytes", ROWS), against("other bytes", ROWS)).verdict())
        .isEqualTo(Verdict.SAME_ROWS);
    assertThat(window().verdict()).isEqualTo(Verdict.SAME_BYTES);
  }

  @Test
  void jsonIsReadAsItWasWritten() {
    WindowVerification window = window(against("other bytes", ROWS));

    assertThat(Json.read(Json.bytes(window), WindowVerification.class)).isEqualTo(window);
  }
}
