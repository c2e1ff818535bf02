package io.penstock.catalog.watermark;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Sequence;
import io.penstock.catalog.source.SourceRow;
import io.penstock.catalog.source.SourceSettings;
import io.penstock.catalog.source.SourceState;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.source.Completion;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Moves the watermark of a source and tells its pipelines about windows that became due. */
@ApplicationScoped
public class WatermarkAdvance {
  private static final long NO_BATCH = -1;

  /** Before every event time that a window can hold. */
  private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

  private final SourceSettings settings;

  WatermarkAdvance(SourceSettings settings) {
    this.settings = settings;
  }

  /**
   * Recomputes the watermark in the caller's transaction, which holds the source's lock.
   *
   * @return the watermark
   */
  public Uni<Optional<Instant>> advance(Mutiny.Session session, SourceState source, Instant now) {
    return advance(session, source, NO_BATCH, now);
  }

  /**
   * Like {@link #advance(Mutiny.Session, SourceState, Instant)}, after the batch {@code seq}
   * landed: pipelines are told of its rows in windows that were closed before as well.
   */
  public Uni<Optional<Instant>> advance(
      Mutiny.Session session, SourceState source, long seq, Instant now) {
    SourceRow row = source.row();
    Optional<Instant> before = row.watermark();
    return session
        .flush()
        .chain(() -> next(session, source, now))
        .invoke(next -> next.ifPresent(row::advanceTo))
        .call(next ->
            next.isPresent() && (seq != NO_BATCH || !next.equals(before))
                ? announce(session, row, before, next.get(), seq)
                : Uni.createFrom().voidItem());
  }

  /** Whether {@link #advance} would change anything, as far as can be told without the lock. */
  boolean moves(SourceState source, Instant now) {
    return completesNow(source) || !observed(source, now).equals(source.row().watermark());
  }

  private Optional<Instant> observed(SourceState source, Instant now) {
    return Watermark.next(
        source.row().watermark(),
        source.row().spec().outOfOrderness(),
        source.live().stream()
            .map(partition ->
                new Watermark.Input(
                    partition.maxEventTime(),
                    partition.idle(now, source.row().spec().idleTimeout(), settings.reportGapMax()),
                    source.stopped(partition)))
            .toList());
  }

  private Uni<Optional<Instant>> next(Mutiny.Session session, SourceState source, Instant now) {
    Optional<Instant> observed = observed(source, now);
    if (!completesNow(source)) {
      return Uni.createFrom().item(observed);
    }
    source.row().completedAt(now);
    return endOfLastWindow(session, source.row().name())
        .map(end ->
            end.isPresent() && observed.isPresent()
                ? Optional.of(later(end.get(), observed.get()))
                : end.or(() -> observed));
  }

  private static boolean completesNow(SourceState source) {
    return !source.row().completed()
        && source.row().completion().filter(declared -> landed(source, declared)).isPresent();
  }

  private static boolean landed(SourceState source, Completion declared) {
    return declared.endOffsets().entrySet().stream()
        .allMatch(end ->
            source.partitions().stream()
                .anyMatch(partition ->
                    partition.topicId().equals(declared.topicId().value())
                        && partition.partition() == end.getKey()
                        && partition.position() >= end.getValue()
                        && !source.stopped(partition)));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Uni<Optional<Instant>> endOfLastWindow(Mutiny.Session session, String source) {
    return session
        .createNativeQuery("select max(window_end) from source_window where source = :source")
        .setParameter("source", source)
        .getSingleResult()
        .map(row -> Cells.of(row).optionalInstant(0));
  }

  /** Tells the pipelines that have closed windows that closed now or got rows now. */
  private static Uni<Void> announce(
      Mutiny.Session session, SourceRow source, Optional<Instant> before, Instant now, long seq) {
    return session
        .createNativeQuery(
            """
            select p.name, count(*)
              from pipeline p
              join source_window w on w.source = p.source and w.windowing = p.windowing
             where p.source = :source
               and w.window_end <= :now
               and (w.window_end > :before or w.last_seq = :seq)
             group by p.name
             order by p.name
            """)
        .setParameter("source", source.name())
        .setParameter("now", now)
        .setParameter("before", before.orElse(EARLIEST))
        .setParameter("seq", seq)
        .getResultList()
        .chain(pipelines ->
            Sequence.each(
                pipelines.stream().map(Cells::of).toList(),
                pipeline ->
                    Outbox.add(
                        session,
                        EventType.PIPELINE_DUE,
                        pipeline.text(0),
                        Map.of(
                            "source",
                            source.name(),
                            "watermark",
                            now,
                            "windows",
                            pipeline.number(1)))));
  }
}
