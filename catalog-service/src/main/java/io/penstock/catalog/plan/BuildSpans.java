package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.trace.Traces;
import io.penstock.runtime.trace.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Marks in traces where builds begin: a span for each, which links to those of its batches. The
 * steps of the build have the same trace. Plans know nothing of it.
 */
@ApplicationScoped
class BuildSpans {
  /** Batches that one build links to at most, the latest of them; OpenTelemetry keeps 128. */
  static final int LINKS_MAX = 100;

  private final Database database;
  private final Traces traces;

  BuildSpans(Database database, Traces traces) {
    this.database = database;
    this.traces = traces;
  }

  /** Marks builds that were planned, if the calling thread's work is traced. */
  void mark(String pipeline, String source, Collection<BuildPlan> plans) {
    if (plans.isEmpty() || Traces.current().isEmpty()) {
      return;
    }
    Map<Long, String> commits = commits(source, plans);
    for (BuildPlan plan : plans) {
      List<String> causes = latest(plan).map(commits::get).filter(Objects::nonNull).toList();
      try (Work build = traces.begin("build", causes)) {
        build
            .about(LogField.PIPELINE, pipeline)
            .about(LogField.BUILD_ID, plan.buildId())
            .about(LogField.WINDOW, plan.window())
            .count("batches", plan.batches().size());
      }
    }
  }

  private static Stream<Long> latest(BuildPlan plan) {
    return plan.batches().reversed().stream().limit(LINKS_MAX).map(PlannedBatch::seq);
  }

  /** The trace contexts of the batches' commits, by seq. */
  private Map<Long, String> commits(String source, Collection<BuildPlan> plans) {
    String seqs =
        plans.stream()
            .flatMap(BuildSpans::latest)
            .distinct()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return database.read(session ->
        session
            .createNativeQuery(
                """
                select seq, traceparent from batch
                 where source = :source and traceparent is not null
                   and seq = any(cast(string_to_array(:seqs, ',') as bigint[]))
                """)
            .setParameter("source", source)
            .setParameter("seqs", seqs)
            .getResultList()
            .map(rows ->
                rows.stream()
                    .map(Cells::of)
                    .collect(Collectors.toMap(row -> row.number(0), row -> row.text(1)))));
  }
}
