package io.penstock.catalog.audit;

import io.penstock.catalog.Concurrently;
import io.penstock.catalog.iceberg.SnapshotReader;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.catalog.AuditReport;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.store.StoreConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Checks the design's invariants by SQL over the tables and by reading the store. It shares no code
 * with what keeps them, except for the content hash.
 */
@ApplicationScoped
class Auditor {
  private static final int OBJECTS_PER_PAGE = 2000;

  private final Database database;
  private final ObjectStore store;
  private final SnapshotReader iceberg;

  Auditor(Database database, ObjectStore store, StoreConfig config) {
    this.database = database;
    this.store = store;
    this.iceberg = new SnapshotReader(store, config.bucket());
  }

  private record LiveObject(ObjectKey key, Sha256 sha256, long bytes) {}

  private record TableFindings(List<List<String>> byCheck, VersionChecks versions) {}

  /**
   * Audits everything.
   *
   * @param readBytes whether to read every object and compare its hash; else only its length
   */
  AuditReport audit(boolean readBytes) {
    Findings findings = new Findings();
    TableFindings tables = database.transaction(Auditor::tables);
    for (int i = 0; i < TableCheck.ALL.size(); i++) {
      findings.note(TableCheck.ALL.get(i).claim(), tables.byCheck().get(i));
    }
    tables.versions().check(findings, iceberg);
    findings.note(
        readBytes ? "stored bytes = recorded SHA-256" : "stored length = recorded length",
        objects(readBytes));
    return findings.report();
  }

  /** All statements see one moment, so that what happens meanwhile is no violation. */
  private static Uni<TableFindings> tables(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery("set transaction isolation level repeatable read read only")
        .executeUpdate()
        .chain(() ->
            Multi.createFrom()
                .iterable(TableCheck.ALL)
                .onItem()
                .transformToUniAndConcatenate(check -> violations(session, check))
                .collect()
                .asList())
        .chain(found ->
            VersionChecks.read(session).map(versions -> new TableFindings(found, versions)));
  }

  private static Uni<List<String>> violations(Mutiny.QueryProducer session, TableCheck check) {
    return session
        .createNativeQuery(check.sql())
        .getResultList()
        .map(rows -> rows.stream().map(row -> Cells.of(row).text(0)).toList());
  }

  private List<String> objects(boolean readBytes) {
    List<String> wrong = new ArrayList<>();
    String after = "";
    List<LiveObject> page;
    do {
      String start = after;
      page = database.read(session -> live(session, start));
      Concurrently.map(page, object -> trouble(object, readBytes)).stream()
          .flatMap(Optional::stream)
          .forEach(wrong::add);
      after = page.isEmpty() ? after : page.getLast().key().value();
    } while (page.size() == OBJECTS_PER_PAGE);
    return wrong;
  }

  private static Uni<List<LiveObject>> live(Mutiny.QueryProducer session, String after) {
    return session
        .createNativeQuery(
            """
            select key, sha256, bytes from object
             where state = 'LIVE' and key > :after
             order by key
            """)
        .setParameter("after", after)
        .setMaxResults(OBJECTS_PER_PAGE)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new LiveObject(
                        new ObjectKey(row.text(0)), new Sha256(row.text(1)), row.number(2)))
                .toList());
  }

  private Optional<String> trouble(LiveObject object, boolean readBytes) {
    Optional<Long> bytes = store.findSize(object.key());
    if (bytes.isEmpty()) {
      return Optional.of(object.key() + " is not in the store");
    }
    if (bytes.get() != object.bytes()) {
      return Optional.of(
          "%s has %d bytes, not %d".formatted(object.key(), bytes.get(), object.bytes()));
    }
    if (readBytes && !hash(object).equals(object.sha256())) {
      return Optional.of(object.key() + " has other bytes than were recorded");
    }
    return Optional.empty();
  }

  private Sha256 hash(LiveObject object) {
    try (DigestInputStream bytes =
        new DigestInputStream(store.open(object.key(), 0, object.bytes()), Sha256.digest())) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return Sha256.ofDigest(bytes.getMessageDigest().digest());
    } catch (IOException e) {
      throw PenstockException.external("store-unavailable", "Cannot read " + object.key(), e);
    }
  }
}
