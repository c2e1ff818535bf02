package io.penstock.catalog.sweep;

import io.penstock.catalog.object.Tombstones;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.sweep.StoredThing.Kind;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Deletes objects that nothing refers to. It keeps what is LIVE, what is younger than a grace
 * period, and what a build that has not ended may still need.
 */
@ApplicationScoped
class Sweeper {
  private static final Logger LOG = Logger.getLogger(Sweeper.class);
  private static final int CHUNK = 500;

  /** Work of builds first, so that it is gone before anything that took its place is looked at. */
  private static final List<String> PREFIXES =
      List.of(
          ObjectLayout.STAGING,
          ObjectLayout.DATASETS,
          ObjectLayout.QUARANTINE,
          ObjectLayout.HELD,
          ObjectLayout.REPORTS,
          ObjectLayout.RAW);

  private final Database database;
  private final ObjectStore store;
  private final Tombstones tombstones;
  private final Clock clock;

  Sweeper(Database database, ObjectStore store, Tombstones tombstones, Clock clock) {
    this.database = database;
    this.store = store;
    this.tombstones = tombstones;
    this.clock = clock;
  }

  /**
   * Looks at the whole bucket once.
   *
   * @param dryRun whether to report only
   * @param grace objects younger than this are kept
   */
  SweepReport sweep(boolean dryRun, Duration grace) {
    Instant cutoff = clock.instant().minus(grace);
    Tally tally = new Tally();
    Set<String> unfinished = sweepOutcomes(dryRun, cutoff, tally);
    for (String prefix : PREFIXES) {
      inChunks(
          prefix,
          object -> StoredThing.of(object.key()).kind() != Kind.OUTCOME,
          chunk -> {
            tally.examine(chunk.size());
            List<ListedObject> free =
                chunk.stream().filter(object -> !isOf(unfinished, object)).toList();
            sweepChunk(free, dryRun, cutoff).forEach(tally::sweep);
          });
    }
    SweepReport report = tally.report(dryRun);
    LOG.infof(
        "%s %d of %d objects, %d bytes",
        dryRun ? "Would sweep" : "Swept",
        report.sweptCount(),
        report.examined(),
        report.sweptBytes());
    return report;
  }

  /**
   * Outcomes go first. One that stays keeps all that its build made, because it refers to it.
   *
   * @return the builds that keep outcomes, by their short ids
   */
  private Set<String> sweepOutcomes(boolean dryRun, Instant cutoff, Tally tally) {
    Set<String> unfinished = new HashSet<>();
    inChunks(
        ObjectLayout.STAGING,
        object -> StoredThing.of(object.key()).kind() == Kind.OUTCOME,
        chunk -> {
          tally.examine(chunk.size());
          List<ListedObject> swept = sweepChunk(chunk, dryRun, cutoff);
          swept.forEach(tally::sweep);
          chunk.stream()
              .filter(object -> !swept.contains(object))
              .flatMap(object -> StoredThing.of(object.key()).shortBuildId().stream())
              .forEach(unfinished::add);
        });
    return unfinished;
  }

  private static boolean isOf(Set<String> builds, ListedObject object) {
    return StoredThing.of(object.key()).shortBuildId().filter(builds::contains).isPresent();
  }

  private void inChunks(
      String prefix, Predicate<ListedObject> which, Consumer<List<ListedObject>> action) {
    List<ListedObject> chunk = new ArrayList<>();
    try (Stream<ListedObject> objects = store.list(prefix)) {
      objects
          .filter(which)
          .forEach(object -> {
            chunk.add(object);
            if (chunk.size() == CHUNK) {
              action.accept(List.copyOf(chunk));
              chunk.clear();
            }
          });
    }
    if (!chunk.isEmpty()) {
      action.accept(List.copyOf(chunk));
    }
  }

  private List<ListedObject> sweepChunk(List<ListedObject> chunk, boolean dryRun, Instant cutoff) {
    List<ObjectKey> old =
        chunk.stream()
            .filter(object -> !object.lastModified().isAfter(cutoff))
            .map(ListedObject::key)
            .toList();
    if (old.isEmpty()) {
      return List.of();
    }
    List<ObjectKey> orphans = database.read(session -> Orphans.among(session, old));
    Set<ObjectKey> gone = Set.copyOf(dryRun || orphans.isEmpty() ? orphans : delete(orphans));
    return chunk.stream().filter(object -> gone.contains(object.key())).toList();
  }

  private List<ObjectKey> delete(List<ObjectKey> orphans) {
    long markedAt = System.nanoTime();
    List<ObjectKey> marked =
        database.transaction(session ->
            Orphans.lockAmong(session, orphans).chain(still -> Tombstones.mark(session, still)));
    Failpoint.hit("catalog.sweep.before-delete");
    return tombstones.delete(marked, markedAt);
  }
}
