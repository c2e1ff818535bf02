package io.penstock.ingest.batch;

import io.penstock.contracts.id.TopicPartition;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.parquet.Chunk;
import io.penstock.ingest.parquet.RowGroup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a batch, encoded, without the columns that are the same in all of them.
 *
 * @param chunks of the other columns, in the order of the schema
 */
record RawRowGroup(int rows, List<Chunk> chunks) {
  RawRowGroup {
    chunks = List.copyOf(chunks);
  }

  /** The same with all columns. */
  RowGroup complete(TopicPartition partition, Instant ingestedAt) {
    byte[] topicId = partition.topicId().value().getBytes(StandardCharsets.UTF_8);
    List<Chunk> all = new ArrayList<>();
    all.add(Chunk.constant(RawSchema.TOPIC_ID, topicId, rows));
    all.add(Chunk.constant(RawSchema.PARTITION, partition.partition(), rows));
    for (Chunk chunk : chunks) {
      if (chunk.leaf().equals(RawSchema.EVENT_TIME)) {
        all.add(Chunk.constant(RawSchema.INGESTED_AT, EpochMicros.of(ingestedAt), rows));
      }
      all.add(chunk);
    }
    return new RowGroup(rows, all);
  }
}
