package io.penstock.catalog.testing;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes batches as ingest would: consecutive positions, one row for each event time. */
public final class Landing {
  private final String source;
  private final List<Windowing> windowings;

  public Landing(String source, Windowing... windowings) {
    this.source = source;
    this.windowings = List.of(windowings);
  }

  /** A batch that starts at a position and holds a row for every event time. */
  public BatchCommit batch(TopicPartition partition, long from, String... eventTimes) {
    return batch(partition, from, 0, eventTimes);
  }

  /** A batch with malformed rows before the placed ones. */
  public BatchCommit batch(
      TopicPartition partition, long from, int malformed, String... eventTimes) {
    List<Instant> times = Arrays.stream(eventTimes).map(Instant::parse).toList();
    Fingerprint unplaced = Fingerprint.EMPTY;
    for (int i = 0; i < malformed; i++) {
      unplaced = unplaced.plus(origin(partition, from + i));
    }
    long first = from + malformed;
    Fingerprint landed = unplaced;
    for (int i = 0; i < times.size(); i++) {
      landed = landed.plus(origin(partition, first + i));
    }
    long to = first + times.size();
    Sha256 sha256 = Sha256.of(source + partition + from + Arrays.toString(eventTimes) + malformed);
    return new BatchCommit(
        partition,
        new StoredObject(
            ObjectLayout.raw(new SourceName(source), partition, from, to, sha256), sha256, 1000),
        from,
        to,
        List.of(),
        landed,
        malformed == 0 ? Map.of() : Map.of(RowStatus.MALFORMED, unplaced),
        windowings.stream().map(cut -> counts(cut, partition, first, times)).toList(),
        times.stream().max(Instant::compareTo),
        Optional.of(0));
  }

  /** The fingerprint of one origin; any 16 bytes do, as long as they differ. */
  public static Fingerprint origin(TopicPartition partition, long offset) {
    String hex = Sha256.of(partition + "@" + offset).hex().substring(0, 32);
    return Fingerprint.parse(1, hex);
  }

  public static TopicPartition partition(String topicId, int partition) {
    return new TopicPartition(new TopicId(topicId), partition);
  }

  private static WindowingCounts counts(
      Windowing windowing, TopicPartition partition, long first, List<Instant> times) {
    Map<io.penstock.contracts.id.Window, Fingerprint> sums = new LinkedHashMap<>();
    for (int i = 0; i < times.size(); i++) {
      sums.merge(windowing.windowOf(times.get(i)), origin(partition, first + i), Fingerprint::plus);
    }
    List<WindowCount> counts = new ArrayList<>();
    sums.forEach((window, rows) -> counts.add(new WindowCount(window, rows)));
    return new WindowingCounts(windowing, counts);
  }
}
