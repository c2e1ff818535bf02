package io.penstock.catalog.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.contracts.quarantine.WindowQuarantine;
import io.smallrye.mutiny.Uni;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which objects of quarantined rows the builds left. */
public final class QuarantineFiles {
  /** Conform and the checkpoint of its rows. */
  private static final int FILES_PER_WINDOW_MAX = 2;

  /** More windows than a pipeline has. */
  static final int ALL = Integer.MAX_VALUE / FILES_PER_WINDOW_MAX;

  private static final TypeReference<List<RuleCount>> RULES = new TypeReference<>() {};

  private QuarantineFiles() {}

  private record Row(
      String build,
      String step,
      String pipeline,
      String key,
      String sha256,
      long bytes,
      long rows,
      String rules) {}

  /** What a build left: its files by step. */
  public record Left(BuildId build, String pipeline, Map<Step, QuarantineFile> files) {
    public Left {
      files = Map.copyOf(files);
    }

    /** What conform and the checkpoint of the conformed rows say they left. */
    public static Left of(
        BuildId build,
        String pipeline,
        Optional<QuarantineFile> conform,
        Optional<QuarantineFile> check) {
      Map<Step, QuarantineFile> files = new LinkedHashMap<>();
      conform.ifPresent(file -> files.put(Step.CONFORM, file));
      check.ifPresent(file -> files.put(Step.CHECK_CONFORMED, file));
      return new Left(build, pipeline, files);
    }
  }

  /** Records what builds left. A build that comes back leaves the same again. */
  public static Uni<Void> record(Mutiny.QueryProducer session, List<Left> builds) {
    List<Row> rows = new ArrayList<>();
    for (Left left : builds) {
      left.files()
          .forEach((step, file) ->
              rows.add(
                  new Row(
                      left.build().hex(),
                      step.text(),
                      left.pipeline(),
                      file.object().key().value(),
                      file.object().sha256().hex(),
                      file.object().bytes(),
                      file.rows(),
                      Json.text(file.rules()))));
    }
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return session
        .createNativeQuery(
            """
            insert into quarantine_file
              (build_id, step, pipeline, object_key, sha256, bytes, rows, rules)
            select r.build, r.step, r.pipeline, r.key, r.sha256, r.bytes, r.rows, r.rules
              from json_to_recordset(cast(cast(:rows as text) as json))
                as r(build text, step text, pipeline text, key text, sha256 text, bytes bigint,
                     rows bigint, rules text)
            on conflict (build_id, step) do nothing
            """)
        .setParameter("rows", Json.text(rows))
        .executeUpdate()
        .replaceWithVoid();
  }

  /**
   * The first windows with quarantined rows that the filter lets through, by start. After these,
   * the query may have come to a part of a window's files, which is left out.
   */
  static Uni<List<WindowQuarantine>> windows(
      Mutiny.QueryProducer session, QuarantineFilter filter, int limit) {
    return session
        .createNativeQuery(
            """
            select w.window_start, w.window_end, b.build_id, b.state,
                   coalesce(b.build_id = w.live_build_id, false),
                   f.step, f.object_key, f.sha256, f.bytes, f.rows, f.rules,
                   not exists (select 1 from object o where o.key = f.object_key and o.state = 'SWEPT')
              from pipeline_window w
              join build b
                on b.pipeline = w.pipeline and b.window_start = w.window_start
               and b.build_id = coalesce(nullif(cast(:build as text), ''), w.live_build_id, w.latest_build_id)
              join quarantine_file f on f.build_id = b.build_id
             where w.pipeline = :pipeline and w.window_start >= :from and w.window_start < :to
               and (cast(:rule as text) = ''
                    or exists (select 1 from json_array_elements(cast(f.rules as json)) r
                                where r -> 'rule' ->> 'type' = :rule or r -> 'rule' ->> 'name' = :rule))
             order by w.window_start, f.step desc
            """)
        .setParameter("build", filter.build().orElse(""))
        .setParameter("pipeline", filter.pipeline())
        .setParameter("from", filter.from())
        .setParameter("to", filter.to())
        .setParameter("rule", filter.rule().orElse(""))
        .setMaxResults(FILES_PER_WINDOW_MAX * limit)
        .getResultList()
        .map(rows -> group(rows.stream().map(Cells::of).toList()).stream().limit(limit).toList());
  }

  /** The object that a step of a build left, if it is still there. */
  static Uni<Optional<StoredObject>> find(Mutiny.QueryProducer session, String build, String step) {
    return session
        .createNativeQuery(
            """
            select f.object_key, f.sha256, f.bytes from quarantine_file f
             where f.build_id = :build and f.step = :step
               and not exists (select 1 from object o where o.key = f.object_key and o.state = 'SWEPT')
            """)
        .setParameter("build", build)
        .setParameter("step", step)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new StoredObject(
                        new ObjectKey(row.text(0)), new Sha256(row.text(1)), row.number(2)))
                .findFirst());
  }

  private static List<WindowQuarantine> group(List<Cells> rows) {
    Map<Window, WindowQuarantine> windows = new LinkedHashMap<>();
    for (Cells row : rows) {
      windows.merge(
          new Window(row.instant(0), row.instant(1)), window(row), QuarantineFiles::joined);
    }
    return List.copyOf(windows.values());
  }

  private static WindowQuarantine window(Cells row) {
    QuarantineFile file =
        new QuarantineFile(
            new StoredObject(new ObjectKey(row.text(6)), new Sha256(row.text(7)), row.number(8)),
            row.number(9),
            rules(row.text(10)));
    return new WindowQuarantine(
        new Window(row.instant(0), row.instant(1)),
        new BuildId(row.text(2)),
        BuildState.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
        row.flag(4),
        file.rows(),
        List.of(new WindowQuarantine.File(Step.parse(row.text(5)), file, row.flag(11))));
  }

  private static WindowQuarantine joined(WindowQuarantine first, WindowQuarantine second) {
    List<WindowQuarantine.File> files = new ArrayList<>(first.files());
    files.addAll(second.files());
    return new WindowQuarantine(
        first.window(),
        first.buildId(),
        first.state(),
        first.live(),
        first.rows() + second.rows(),
        files);
  }

  private static List<RuleCount> rules(String json) {
    try {
      return Json.mapper().readValue(json, RULES);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
