package io.penstock.catalog.version;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.dataset.VersionCheckpoints;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.dataset.VersionLedger;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads what a version holds. */
final class VersionContents {
  /** Before every window: the first event time there is may be its window's start, or after it. */
  static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

  private VersionContents() {}

  /** A window of a version: who made it and from what. */
  record VersionWindow(Window window, BuildId buildId, int specVersion, long through) {}

  /** Data files by key, the first after {@code after}. */
  static Uni<List<VersionFile>> files(
      Mutiny.QueryProducer session, String dataset, long version, String after, int limit) {
    return session
        .createNativeQuery(
            """
            select window_start, window_end, build_id, object_key, sha256, bytes,
                   partition_path, partition_values, rows, sum
              from data_file
             where dataset = :dataset and object_key > :after
               and added_in <= :version and (removed_in is null or removed_in > :version)
             order by object_key
            """)
        .setParameter("dataset", dataset)
        .setParameter("version", version)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(VersionContents::file).toList());
  }

  /** Windows by their start, the first after {@code after}. */
  static Uni<List<VersionWindow>> windows(
      Mutiny.QueryProducer session, String dataset, long version, Instant after, int limit) {
    return session
        .createNativeQuery(
            """
            select window_start, window_end, build_id, spec_version, through
              from dataset_window
             where dataset = :dataset and window_start > :after
               and added_in <= :version and (removed_in is null or removed_in > :version)
             order by window_start
            """)
        .setParameter("dataset", dataset)
        .setParameter("version", version)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new VersionWindow(
                        new Window(row.instant(0), row.instant(1)),
                        new BuildId(row.text(2)),
                        row.integer(3),
                        row.number(4)))
                .toList());
  }

  /** The accounts of windows by their start, the first after {@code after}. */
  static Uni<List<VersionLedger>> ledgers(
      Mutiny.QueryProducer session, String dataset, long version, Instant after, int limit) {
    return session
        .createNativeQuery(
            """
            select w.window_start, w.window_end, w.build_id, w.through, b.ledger
              from dataset_window w
              join build b on b.build_id = w.build_id
             where w.dataset = :dataset and w.window_start > :after
               and w.added_in <= :version and (w.removed_in is null or w.removed_in > :version)
             order by w.window_start
            """)
        .setParameter("dataset", dataset)
        .setParameter("version", version)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new VersionLedger(
                        new Window(row.instant(0), row.instant(1)),
                        new BuildId(row.text(2)),
                        row.number(3),
                        json(row.text(4), BuildLedger.class)))
                .toList());
  }

  /** The checkpoints of windows by their start, the first after {@code after}. */
  static Uni<List<VersionCheckpoints>> checkpoints(
      Mutiny.QueryProducer session, String dataset, long version, Instant after, int limit) {
    return session
        .createNativeQuery(
            """
            select w.window_start, w.window_end, w.build_id, b.checkpoints
              from dataset_window w
              join build b on b.build_id = w.build_id
             where w.dataset = :dataset and w.window_start > :after
               and w.added_in <= :version and (w.removed_in is null or w.removed_in > :version)
             order by w.window_start
            """)
        .setParameter("dataset", dataset)
        .setParameter("version", version)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new VersionCheckpoints(
                        new Window(row.instant(0), row.instant(1)),
                        new BuildId(row.text(2)),
                        row.optionalText(3)
                            .map(text -> List.of(json(text, CheckOutcome[].class)))
                            .orElse(List.of())))
                .toList());
  }

  private static VersionFile file(Cells row) {
    return new VersionFile(
        new Window(row.instant(0), row.instant(1)),
        new BuildId(row.text(2)),
        new OutputFile(
            new StoredObject(new ObjectKey(row.text(3)), new Sha256(row.text(4)), row.number(5)),
            row.text(6),
            Arrays.stream(json(row.text(7), String[].class)).map(Optional::ofNullable).toList(),
            row.fingerprint(8, 9)));
  }

  private static <T> T json(String text, Class<T> type) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8), type);
  }
}
