package io.penstock.catalog.publication;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A build that asks to be published, and what its window has now.
 *
 * @param base the live build that its plan was made against
 * @param live the build that makes the window in the newest version, and what that has seen
 */
record Candidate(
    BuildId buildId,
    PipelineName pipeline,
    int specVersion,
    Window window,
    long through,
    Optional<BuildId> base,
    BuildState state,
    Optional<Live> live) {

  /** The live build of a window. */
  record Live(BuildId buildId, long through, int specVersion) {}

  /** What is to be done with a candidate. */
  enum Standing {
    /** It is the live build: published already. */
    PUBLISHED,
    /** It can be published. */
    READY,
    /** Its window has moved on since the plan was made: it has to be planned again. */
    OUTDATED
  }

  Standing standing() {
    if (live.map(Live::buildId).equals(Optional.of(buildId))) {
      return Standing.PUBLISHED;
    }
    boolean planned = state == BuildState.PLANNED;
    boolean sameBase = live.map(Live::buildId).equals(base);
    boolean forward =
        live.isEmpty()
            || (through >= live.get().through() && specVersion >= live.get().specVersion());
    return planned && sameBase && forward ? Standing.READY : Standing.OUTDATED;
  }

  /** Reads builds in the order of their windows; unknown ones are left out. */
  static Uni<List<Candidate>> read(Mutiny.QueryProducer session, Collection<BuildId> builds) {
    return read(session, builds, "");
  }

  /** Like {@link #read}, and locks the builds until the transaction ends. */
  static Uni<List<Candidate>> lock(Mutiny.QueryProducer session, Collection<BuildId> builds) {
    return read(session, builds, " for update of b");
  }

  private static Uni<List<Candidate>> read(
      Mutiny.QueryProducer session, Collection<BuildId> builds, String locking) {
    return session
        .createNativeQuery(
            """
            select b.build_id, b.pipeline, b.spec_version, b.window_start, b.window_end, b.through,
                   b.base_build_id, b.state, w.live_build_id, w.live_through, w.live_spec_version
              from build b
              left join pipeline_window w
                on w.pipeline = b.pipeline and w.window_start = b.window_start
             where b.build_id = any(string_to_array(:builds, ','))
             order by b.window_start, b.build_id
            """
                + locking)
        .setParameter("builds", joined(builds))
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(Candidate::of).toList());
  }

  static String joined(Collection<BuildId> builds) {
    return builds.stream().map(BuildId::hex).sorted().collect(Collectors.joining(","));
  }

  private static Candidate of(Cells row) {
    return new Candidate(
        new BuildId(row.text(0)),
        new PipelineName(row.text(1)),
        row.integer(2),
        new Window(row.instant(3), row.instant(4)),
        row.number(5),
        row.optionalText(6).map(BuildId::new),
        BuildState.valueOf(row.text(7).toUpperCase(Locale.ROOT)),
        row.optionalText(8)
            .map(live -> new Live(new BuildId(live), row.number(9), row.integer(10))));
  }
}
