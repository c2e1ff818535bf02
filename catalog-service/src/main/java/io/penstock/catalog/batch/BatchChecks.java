package io.penstock.catalog.batch;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of a commit whatever the state of its source. Its sums were checked when it was
 * read; see {@link BatchCommit}.
 */
final class BatchChecks {
  private BatchChecks() {}

  /**
   * @throws PenstockException USER {@code bad-batch}: a bug of the sender
   */
  static void check(String source, BatchCommit commit) {
    ObjectKey expected =
        ObjectLayout.raw(
            new SourceName(source),
            commit.partition(),
            commit.from(),
            commit.to(),
            commit.object().sha256());
    require(
        commit.object().key().equals(expected),
        "the object of this batch must stand at " + expected + ", not " + commit.object().key());
    checkGaps(commit);
    require(
        commit.unplaced().keySet().stream().noneMatch(RowStatus::placed),
        "rows with a window are no unplaced rows");
    commit.windows().forEach(BatchChecks::checkWindows);
    require(
        commit.windows().stream().map(WindowingCounts::windowing).distinct().count()
            == commit.windows().size(),
        "a windowing stands in it twice");
  }

  /**
   * @throws PenstockException USER {@code conflict-windowing} if counts are missing
   */
  static void checkWindowings(BatchCommit commit, List<String> needed) {
    Set<String> given =
        commit.windows().stream()
            .map(counts -> counts.windowing().text())
            .collect(Collectors.toSet());
    List<String> missing = needed.stream().filter(text -> !given.contains(text)).toList();
    if (!missing.isEmpty()) {
      throw PenstockException.user(
          "conflict-windowing",
          "the batch lacks counts for %s: read the source again and count by all its windowings"
              .formatted(missing));
    }
  }

  private static void checkGaps(BatchCommit commit) {
    long last = commit.from();
    for (Gap gap : commit.gaps()) {
      require(
          gap.from() >= last && gap.to() <= commit.to(),
          "gaps lie in the batch, in order and apart: " + gap);
      last = gap.to();
    }
  }

  private static void checkWindows(WindowingCounts counts) {
    Windowing windowing = counts.windowing();
    Set<Window> seen = new HashSet<>();
    for (WindowCount count : counts.windows()) {
      require(
          windowing.windowOf(count.window().start()).equals(count.window()),
          count.window() + " is no window of " + windowing.text());
      require(seen.add(count.window()), count.window() + " stands in it twice");
      require(count.rows().count() > 0, count.window() + " has no rows: leave it out");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw PenstockException.user("bad-batch", otherwise);
    }
  }
}
