package io.penstock.lake.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginFingerprintTest {
  private static final TopicId TOPIC = new TopicId("abcdefghijklmnopqrstuv");

  @TempDir Path root;

  @Test
  void anOriginIsHashedAsTopicIdPartitionAndOffset() {
    CanonicalRow row =
        new CanonicalRow().reset().add("abcdefghijklmnopqrstuv").add(3).add(1_234_567_890_123L);

    assertThat(OriginFingerprint.of(TOPIC, 3, 1_234_567_890_123L))
        .isEqualTo(row.hash().fingerprint());
  }

  @Test
  void aHasherServesManyOffsets() {
    OriginFingerprint origins = new OriginFingerprint(new TopicPartition(TOPIC, 0));

    assertThat(origins.hash(Long.MAX_VALUE).fingerprint())
        .isEqualTo(OriginFingerprint.of(TOPIC, 0, Long.MAX_VALUE));
    assertThat(origins.hash(0).fingerprint()).isEqualTo(OriginFingerprint.of(TOPIC, 0, 0));
  }

  @Test
  void theEngineSaysTheSame() {
    FingerprintSum sum = new FingerprintSum();
    for (int partition = 0; partition < 3; partition++) {
      OriginFingerprint origins = new OriginFingerprint(new TopicPartition(TOPIC, partition));
      for (long offset = 0; offset < 5_000; offset++) {
        sum.add(origins.hash(offset));
      }
    }
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(
              Fingerprints.ofOrigins(
                  session,
                  "SELECT 'abcdefghijklmnopqrstuv' AS topic_id, p AS partition, o AS \"offset\""
                      + " FROM range(3) t(p), range(5000) u(o) ORDER BY hash(o)"))
          .isEqualTo(sum.fingerprint());
    }
  }

  @Test
  void theEngineSaysTheSameOfTopicsThatTakeTurns() {
    FingerprintSum sum = new FingerprintSum();
    for (String topic : List.of("aaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbb")) {
      for (long offset = 0; offset < 3_000; offset++) {
        sum.add(OriginFingerprint.of(new TopicId(topic), 0, offset));
      }
    }
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(
              Fingerprints.ofOrigins(
                  session,
                  "SELECT repeat(t, 22), 0, o FROM (VALUES ('a'), ('b')) v(t), range(3000) u(o) ORDER BY hash(t, o)"))
          .isEqualTo(sum.fingerprint());
    }
  }

  @Test
  void anOriginIsNeverNull() {
    try (EngineSession session = EngineSessions.open(root)) {
      Assertions.assertThatThrownBy(
              () -> Fingerprints.ofOrigins(session, "SELECT NULL::VARCHAR, 0, 1"))
          .hasMessageContaining("1 rows without an origin");
    }
  }
}
