package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.event.ClickstreamGenerator;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.pipeline.EventTimeSpec;
import io.penstock.ingest.batch.BatchBuffer;
import io.penstock.ingest.batch.RawBatchWriter;
import io.penstock.ingest.batch.RawFile;
import io.penstock.ingest.batch.RawRow;
import io.penstock.ingest.payload.PayloadReader;
import io.penstock.ingest.payload.PayloadReading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What landing does with each record between Kafka's client and the object store, by itself: read
 * its event time, count and encode it, write the batch. Shows what a change there is worth in half
 * a minute.
 */
@Command(
    name = "records",
    description =
        "Measures what landing does with each record, without Kafka and the object store.",
    mixinStandardHelpOptions = true)
final class RecordPath implements Callable<Integer> {
  private static final int DIFFERENT_EVENTS = 100_000;
  private static final int POLL_RECORDS = 5_000;
  private static final int BATCH_RECORDS = 250_000;
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Header[] NO_HEADERS = new Header[0];
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "How many events each round has (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often; the first round warms up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  private final PayloadReader reader =
      new PayloadReader(
          List.of(
              new EventTimeSpec("timestamp", EventTimeSpec.ISO, UTC),
              new EventTimeSpec("event_epoch", EventTimeSpec.EPOCH_SECONDS, UTC)),
          Duration.ofDays(36_500),
          Set.of());

  private long readNanos;
  private long addNanos;
  private long writeNanos;
  private long payloadBytes;
  private long fileBytes;

  @Override
  public Integer call() throws Exception {
    List<byte[]> payloads = new ArrayList<>();
    new ClickstreamGenerator(DIFFERENT_EVENTS, 1).forEach(payloads::add);
    Path scratch = Files.createTempDirectory("records");
    Table table =
        new Table("Round", "read ns", "count + encode ns", "write ns", "process ns", "% of size");
    try (RawBatchWriter writer = new RawBatchWriter(scratch)) {
      for (int round = 1; round <= rounds; round++) {
        long before = Cost.processCpuNanos();
        land(payloads, writer);
        long all = Cost.processCpuNanos() - before;
        table.row(
            round,
            readNanos / events,
            addNanos / events,
            writeNanos / events,
            all / events,
            100 * fileBytes / payloadBytes);
      }
    }
    Files.delete(scratch);
    Console console = Console.standard();
    console.heading("Processor time of an event of %d bytes".formatted(payloadBytes / events));
    table.print(console);
    return 0;
  }

  private void land(List<byte[]> payloads, RawBatchWriter writer) {
    readNanos = 0;
    addNanos = 0;
    writeNanos = 0;
    payloadBytes = 0;
    fileBytes = 0;
    PayloadReading[] readings = new PayloadReading[POLL_RECORDS];
    BatchBuffer buffer = buffer(0);
    for (long offset = 0; offset < events; offset += POLL_RECORDS) {
      int polled = (int) Math.min(POLL_RECORDS, events - offset);
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < polled; i++) {
        readings[i] = reader.read(payload(payloads, offset + i), 0);
      }
      long read = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < polled; i++) {
        byte[] payload = payload(payloads, offset + i);
        payloadBytes += payload.length;
        buffer.add(row(offset + i, payload, readings[i]), Optional.empty());
      }
      long added = THREADS.getCurrentThreadCpuTime();
      if (buffer.rows() >= BATCH_RECORDS || offset + polled >= events) {
        write(buffer, writer);
        buffer = buffer(offset + polled);
      }
      readNanos += read - start;
      addNanos += added - read;
      writeNanos += THREADS.getCurrentThreadCpuTime() - added;
    }
  }

  private void write(BatchBuffer buffer, RawBatchWriter writer) {
    RawFile file = writer.write(buffer.seal(), Instant.EPOCH);
    fileBytes += file.bytes();
    RawBatchWriter.delete(file);
  }

  private static byte[] payload(List<byte[]> payloads, long offset) {
    return payloads.get((int) (offset % payloads.size()));
  }

  private static RawRow row(long offset, byte[] payload, PayloadReading reading) {
    return new RawRow(
        offset, offset / 2, TimestampType.CREATE_TIME, null, NO_HEADERS, payload, reading);
  }

  private static BatchBuffer buffer(long from) {
    return new BatchBuffer(
        new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0),
        from,
        Optional.empty(),
        List.of(new Windowing(Duration.ofDays(1), UTC)));
  }
}
