package io.penstock.catalog.audit;

import io.penstock.catalog.iceberg.SnapshotContents;
import io.penstock.catalog.iceberg.SnapshotReader;
import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.lake.fingerprint.ContentHash;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What versions say of themselves, computed again.
 *
 * @param versions every version
 * @param windows every window of every version
 * @param files every data file of every version
 */
record VersionChecks(List<VersionRow> versions, List<WindowRow> windows, List<FileRow> files) {

  record VersionRow(
      String dataset,
      long number,
      Sha256 contentHash,
      BuildLedger ledger,
      String metadataLocation,
      long snapshotId) {
    @Override
    public String toString() {
      return dataset + " v" + number;
    }
  }

  /** {@code windowed} is what ingest counted for the window up to its build's through. */
  record WindowRow(
      String dataset,
      Window window,
      long addedIn,
      long removedIn,
      BuildLedger ledger,
      Fingerprint windowed) {}

  record FileRow(
      String dataset,
      Window window,
      long addedIn,
      long removedIn,
      ObjectKey key,
      String partitionPath,
      Fingerprint rows,
      long bytes) {}

  static Uni<VersionChecks> read(Mutiny.QueryProducer session) {
    return versions(session)
        .chain(versions ->
            windows(session)
                .chain(windows ->
                    files(session).map(files -> new VersionChecks(versions, windows, files))));
  }

  void check(Findings findings, SnapshotReader iceberg) {
    findings.note("fp(windowed <= through) = the sum of the outcomes, by window", ledgers());
    findings.note("a version's ledger is the sum over its windows", ledgerSums());
    findings.note("content hash, computed again", contentHashes());
    findings.note("the Iceberg snapshot's files are the version's", snapshots(iceberg));
  }

  private List<String> ledgers() {
    List<String> wrong = new ArrayList<>();
    for (WindowRow row : windows) {
      if (!row.ledger().balanced() || !row.ledger().windowed().equals(row.windowed())) {
        wrong.add(
            "%s %s in v%d: ingest counted %s, the ledger is %s"
                .formatted(
                    row.dataset(), row.window(), row.addedIn(), row.windowed(), row.ledger()));
      }
    }
    return wrong;
  }

  private List<String> ledgerSums() {
    List<String> wrong = new ArrayList<>();
    for (VersionRow version : versions) {
      BuildLedger sum =
          windows.stream()
              .filter(row -> row.dataset().equals(version.dataset()))
              .filter(row -> holds(version, row.addedIn(), row.removedIn()))
              .map(WindowRow::ledger)
              .reduce(BuildLedger.EMPTY, BuildLedger::plus);
      if (!sum.equals(version.ledger())) {
        wrong.add("%s says %s, but the sum is %s".formatted(version, version.ledger(), sum));
      }
    }
    return wrong;
  }

  private List<String> contentHashes() {
    List<String> wrong = new ArrayList<>();
    for (VersionRow version : versions) {
      Sha256 actual =
          ContentHash.of(
              filesOf(version).stream()
                  .map(row -> new ContentHash.Part(row.window(), row.partitionPath(), row.rows()))
                  .toList());
      if (!actual.equals(version.contentHash())) {
        wrong.add("%s says %s, but it is %s".formatted(version, version.contentHash(), actual));
      }
    }
    return wrong;
  }

  private List<String> snapshots(SnapshotReader iceberg) {
    List<String> wrong = new ArrayList<>();
    for (VersionRow version : versions) {
      Set<SnapshotContents.File> expected = new HashSet<>();
      filesOf(version)
          .forEach(row ->
              expected.add(new SnapshotContents.File(row.key(), row.rows().count(), row.bytes())));
      try {
        List<SnapshotContents.File> found =
            iceberg.read(version.metadataLocation(), version.snapshotId()).files();
        if (found.size() != expected.size() || !expected.equals(Set.copyOf(found))) {
          wrong.add("%s holds %s, its snapshot %s".formatted(version, expected, found));
        }
      } catch (PenstockException e) {
        wrong.add(version + ": " + e.getMessage());
      }
    }
    return wrong;
  }

  private List<FileRow> filesOf(VersionRow version) {
    return files.stream()
        .filter(row -> row.dataset().equals(version.dataset()))
        .filter(row -> holds(version, row.addedIn(), row.removedIn()))
        .toList();
  }

  private static boolean holds(VersionRow version, long addedIn, long removedIn) {
    return addedIn <= version.number() && version.number() < removedIn;
  }

  private static Uni<List<VersionRow>> versions(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery(
            """
            select dataset, number, content_hash, ledger, metadata_location, snapshot_id
              from dataset_version order by dataset, number
            """)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new VersionRow(
                        row.text(0),
                        row.number(1),
                        new Sha256(row.text(2)),
                        ledger(row.text(3)),
                        row.text(4),
                        row.number(5)))
                .toList());
  }

  private static Uni<List<WindowRow>> windows(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery(
            """
            select w.dataset, w.window_start, w.window_end, w.added_in, w.removed_in, b.ledger, i.r, i.s
              from dataset_window w
              join build b on b.build_id = w.build_id
              join pipeline p on p.dataset = w.dataset
             cross join lateral
                   (select sum(i.rows) r, sum(i.sum) s from batch_window i
                      join batch raw on raw.source = i.source and raw.seq = i.seq
                      join object o on o.key = raw.object_key and o.state = 'LIVE'
                     where i.source = p.source and i.windowing = p.windowing
                       and i.window_start = w.window_start and i.seq <= w.through) i
             where b.ledger is not null
             order by w.dataset, w.window_start
            """)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new WindowRow(
                        row.text(0),
                        new Window(row.instant(1), row.instant(2)),
                        row.number(3),
                        row.optionalNumber(4).orElse(Long.MAX_VALUE),
                        ledger(row.text(5)),
                        row.fingerprint(6, 7)))
                .toList());
  }

  private static Uni<List<FileRow>> files(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery(
            """
            select dataset, window_start, window_end, added_in, removed_in, object_key,
                   partition_path, rows, sum, bytes
              from data_file order by dataset, object_key
            """)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new FileRow(
                        row.text(0),
                        new Window(row.instant(1), row.instant(2)),
                        row.number(3),
                        row.optionalNumber(4).orElse(Long.MAX_VALUE),
                        new ObjectKey(row.text(5)),
                        row.text(6),
                        row.fingerprint(7, 8),
                        row.number(9)))
                .toList());
  }

  private static BuildLedger ledger(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), BuildLedger.class);
  }
}
