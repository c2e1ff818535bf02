package io.penstock.ingest.landing;

import com.sun.management.OperatingSystemMXBean;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.ingest.kafka.KafkaClients;
import io.penstock.ingest.testing.FakeCatalog;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import io.penstock.stack.TargetStack;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How fast records land, against a consumer that only reads them: megabytes of payload per second
 * of this process' CPU time. Arguments: millions of records (2), rounds (3).
 */
final class LandingBenchmark {
  private static final int PARTITIONS = 2;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private LandingBenchmark() {}

  public static void main(String[] arguments) throws InterruptedException {
    int records = (int) (1e6 * (arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2));
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Logger.getLogger("org.apache.kafka").setLevel(Level.WARNING);
    TargetStack stack = TargetStack.shared();
    try (TestTopic topic = new TestTopic(stack, PARTITIONS)) {
      long bytes = produce(topic, records);
      System.out.printf("%d records, %.0f MB%n", records, bytes / 1e6);
      for (int round = 0; round < rounds; round++) {
        double raw = measure("raw consumer", bytes, () -> read(stack, topic, records));
        double landing = measure("landing", bytes, () -> land(stack, topic, records));
        System.out.printf("landing / raw consumer: %.2f%n", landing / raw);
      }
    }
    System.exit(0);
  }

  private static long produce(TestTopic topic, int records) {
    Random random = new Random(1);
    long bytes = 0;
    for (int i = 0; i < records; i++) {
      String payload =
          """
          {"user_id":"usr_%016x","session_id":"%s","event_type":"page_view","t":"2026-01-%02dT%02d:%02d:%02dZ",\
          "session_duration_seconds":%d,"purchase_amount_usd":%.2f,"label":%d}\
          """
              .formatted(
                  random.nextLong(),
                  new UUID(random.nextLong(), random.nextLong()),
                  1 + i * 20L / records,
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextInt(86_400),
                  random.nextInt(5_000_000) / 100.0,
                  random.nextInt(2));
      bytes += payload.length();
      topic.send(i % PARTITIONS, payload);
    }
    topic.flush();
    return bytes;
  }

  private static double measure(String what, long bytes, Work work) throws InterruptedException {
    System.gc();
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    work.run();
    double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        "%-14s wall %.1f s, CPU %.1f s: %.0f MB/s per core, heap %d MB%n",
        what,
        wallSeconds,
        cpuSeconds,
        bytes / 1e6 / cpuSeconds,
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    return bytes / cpuSeconds;
  }

  private static void read(TargetStack stack, TestTopic topic, int records) {
    KafkaClients clients =
        new KafkaClients(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            TestIngest.config(Map.of()));
    try (Consumer<byte[], byte[]> consumer = clients.consumer(topic.source().name())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic.name(), 0), new TopicPartition(topic.name(), 1));
      consumer.assign(partitions);
      partitions.forEach(partition -> consumer.seek(partition, 0));
      long read = 0;
      long bytes = 0;
      while (read < records) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          read++;
          bytes += record.value().length;
        }
      }
      if (bytes == 0) {
        throw new IllegalStateException("nothing was read");
      }
    }
  }

  private static void land(TargetStack stack, TestTopic topic, int records)
      throws InterruptedException {
    FakeCatalog catalog = new FakeCatalog();
    catalog.register(topic.source(), new Windowing(Duration.ofDays(1), ZoneId.of("UTC")));
    Set<String> keys = new HashSet<>();
    try (TestIngest ingest =
        TestIngest.on(stack, catalog.api(), TestIngest.store(stack))
            .with("roll-age", "PT2S")
            .start()) {
      long landed = 0;
      while (landed < records) {
        Thread.sleep(20);
        landed = 0;
        for (BatchCommit batch : catalog.batches(topic.name())) {
          landed += batch.landed().count();
          keys.add(batch.object().key().value());
        }
      }
      printThreads();
    }
    System.out.printf("  %d batches%n", keys.size());
  }

  /** The platform threads that did most of it; virtual ones run on those named ForkJoinPool. */
  private static void printThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> threads.getThreadCpuTime(thread.getThreadId()) > 100_000_000)
        .forEach(thread ->
            System.out.printf(
                "  %5.1f s %s%n",
                threads.getThreadCpuTime(thread.getThreadId()) / 1e9, thread.getThreadName()));
  }

  private interface Work {
    void run() throws InterruptedException;
  }
}
