package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.ingest.batch.BatchBuffer;
import io.penstock.runtime.trace.Traces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchUploadTest {
  @TempDir Path scratch;

  @Test
  void anErrorIsAnOutcomeToo() {
    BatchBuffer buffer =
        new BatchBuffer(
            new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0),
            0,
            Optional.empty(),
            List.of());
    buffer.advanceTo(1, Optional.empty());
    try (BatchWriters writers = new BatchWriters(scratch, 1)) {
      BatchUpload upload =
          BatchUpload.start(context(writers), new SourceName("flights"), "flights", buffer.seal());
      await().until(() -> upload.outcome().isPresent());
      assertThat(upload.outcome().orElseThrow()).isInstanceOf(UploadOutcome.Refused.class);
    }
  }

  /** No memory is left when the clock is asked. */
  private static LandingContext context(BatchWriters writers) {
    InstantSource exhausted =
        () -> {
          throw new OutOfMemoryError("no memory");
        };
    Clock clock = exhausted.withZone(ZoneId.of("UTC"));
    return new LandingContext(
        null,
        null,
        null,
        null,
        null,
        writers,
        new MemoryBudget(1),
        null,
        null,
        Traces.off(),
        clock);
  }
}
