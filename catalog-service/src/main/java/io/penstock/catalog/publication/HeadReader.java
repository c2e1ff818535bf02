package io.penstock.catalog.publication;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.catalog.publication.Head.HeadFile;
import io.penstock.catalog.publication.Head.HeadWindow;
import io.penstock.catalog.publication.Head.KeptWindows;
import io.penstock.catalog.publication.Head.ShapeOf;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads the newest version of a dataset for builds that are to be published.
 *
 * <p>The pointer is read first: if a publication comes between the statements, the pointer has
 * moved when it is compared, and what was read is thrown away.
 */
final class HeadReader {
  /** Rows that one statement fetches of what grows with the dataset. */
  private static final int PAGE = 1_000;

  private static final String BEFORE_ALL = "-infinity";

  private static final String REPLACED =
      """
      (select r.start from jsonb_to_recordset(cast(cast(:replaced as text) as jsonb))
         as r(start timestamptz))
      """;

  private final Mutiny.QueryProducer session;
  private final DatasetName dataset;
  private final List<FinishedBuild> added;
  private final String starts;

  private HeadReader(Mutiny.QueryProducer session, DatasetName dataset, List<FinishedBuild> added) {
    this.session = session;
    this.dataset = dataset;
    this.added = added;
    this.starts =
        Json.text(
            added.stream().map(build -> new Start(TimeText.of(build.window().start()))).toList());
  }

  private record Start(String start) {}

  /**
   * Reads the newest version.
   *
   * @param added the builds that are to be published: they replace those of their windows
   */
  static Uni<Head> read(
      Mutiny.QueryProducer session, DatasetName dataset, List<FinishedBuild> added) {
    return new HeadReader(session, dataset, added).read();
  }

  private record Pointer(Optional<String> metadataLocation, long version, BuildLedger ledger) {}

  private Uni<Head> read() {
    return pointer()
        .chain(pointer ->
            replaced()
                .chain(replaced ->
                    removed()
                        .chain(removed ->
                            kept(pointer.ledger(), replaced)
                                .chain(kept ->
                                    new Contents()
                                        .sum()
                                        .map(content ->
                                            new Head(
                                                dataset,
                                                pointer.metadataLocation(),
                                                pointer.version(),
                                                replaced,
                                                removed,
                                                kept,
                                                content))))));
  }

  private Uni<Pointer> pointer() {
    return session
        .createNativeQuery(
            """
            select d.metadata_location, d.head_version, v.ledger
              from dataset d
              left join dataset_version v on v.dataset = d.name and v.number = d.head_version
             where d.name = :name
            """)
        .setParameter("name", dataset.value())
        .getSingleResult()
        .map(Cells::of)
        .map(row ->
            new Pointer(
                row.optionalText(0),
                row.number(1),
                row.optionalText(2)
                    .map(text -> json(text, BuildLedger.class))
                    .orElse(BuildLedger.EMPTY)));
  }

  private Uni<List<HeadWindow>> replaced() {
    return query(
            """
            select w.window_start, w.window_end, w.build_id, b.ledger, b.output
              from dataset_window w
              join build b on b.build_id = w.build_id
             where w.dataset = :dataset and w.removed_in is null and w.window_start in %s
             order by w.window_start
            """)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new HeadWindow(
                        new Window(row.instant(0), row.instant(1)),
                        new BuildId(row.text(2)),
                        json(row.text(3), BuildLedger.class),
                        json(row.text(4), OutputShape.class)))
                .toList());
  }

  private Uni<List<HeadFile>> removed() {
    return query(
            """
            select window_start, window_end, build_id, object_key, sha256, bytes,
                   partition_path, partition_values, rows, sum
              from data_file
             where dataset = :dataset and removed_in is null and window_start in %s
             order by window_start, object_key
            """)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(HeadReader::file).toList());
  }

  private Uni<KeptWindows> kept(BuildLedger before, List<HeadWindow> replaced) {
    return query(
            """
            select b.output, w.spec_version, max(w.window_start), max(w.window_end), count(*)
              from dataset_window w
              join build b on b.build_id = w.build_id
             where w.dataset = :dataset and w.removed_in is null and w.window_start not in %s
             group by b.output, w.spec_version
            """)
        .getResultList()
        .chain(rows -> {
          List<Cells> shapes = rows.stream().map(Cells::of).toList();
          return ledger(before, replaced)
              .map(ledger ->
                  new KeptWindows(
                      shapes.stream().mapToInt(row -> row.integer(4)).sum(),
                      shapes.stream().map(HeadReader::shape).toList(),
                      ledger));
        });
  }

  /**
   * The version's ledger without the replaced windows. If it ends at {@code passed}, that may be
   * for one of these; then the others are added up anew.
   */
  private Uni<BuildLedger> ledger(BuildLedger before, List<HeadWindow> replaced) {
    BuildLedger gone =
        replaced.stream().map(HeadWindow::ledger).reduce(BuildLedger.EMPTY, BuildLedger::plus);
    if (before.published().isPresent()) {
      return Uni.createFrom().item(before.minus(gone));
    }
    return someKeptEndsAtPassed()
        .chain(some -> some ? Uni.createFrom().item(before.minus(gone)) : new KeptLedgers().sum());
  }

  private Uni<Boolean> someKeptEndsAtPassed() {
    return query(
            """
            select exists
              (select 1 from dataset_window w
                 join build b on b.build_id = w.build_id
                where w.dataset = :dataset and w.removed_in is null and w.window_start not in %s
                  and (cast(b.ledger as json) ->> 'published') is null)
            """)
        .getSingleResult()
        .map(row -> Cells.of(row).flag(0));
  }

  /** Adds up the accounts of the windows that stay, page by page. */
  private final class KeptLedgers {
    private BuildLedger sum = BuildLedger.EMPTY;
    private String after = BEFORE_ALL;

    Uni<BuildLedger> sum() {
      return pages(this::next).replaceWith(() -> sum);
    }

    private Uni<Integer> next() {
      return query(
              """
              select w.window_start, b.ledger
                from dataset_window w
                join build b on b.build_id = w.build_id
               where w.dataset = :dataset and w.removed_in is null and w.window_start not in %s
                 and w.window_start > cast(cast(:after as text) as timestamptz)
               order by w.window_start
              """)
          .setParameter("after", after)
          .setMaxResults(PAGE)
          .getResultList()
          .map(rows -> {
            for (Object row : rows) {
              Cells cells = Cells.of(row);
              sum = sum.plus(json(cells.text(1), BuildLedger.class));
              after = TimeText.of(cells.instant(0));
            }
            return rows.size();
          });
    }
  }

  /** Adds up the files that stay and those that are added, page by page. */
  private final class Contents {
    private final ContentSums.Adding sums = new ContentSums.Adding(added);
    private String afterStart = BEFORE_ALL;
    private String afterKey = "";

    Uni<ContentSums> sum() {
      return pages(this::next).replaceWith(sums::end);
    }

    private Uni<Integer> next() {
      return query(
              """
              select window_start, window_end, object_key, partition_path, rows, sum, bytes
                from data_file
               where dataset = :dataset and removed_in is null and window_start not in %s
                 and (window_start, object_key)
                     > (cast(cast(:afterStart as text) as timestamptz), :afterKey)
               order by window_start, object_key
              """)
          .setParameter("afterStart", afterStart)
          .setParameter("afterKey", afterKey)
          .setMaxResults(PAGE)
          .getResultList()
          .map(rows -> {
            for (Object row : rows) {
              Cells cells = Cells.of(row);
              sums.keep(
                  new Window(cells.instant(0), cells.instant(1)),
                  cells.text(3),
                  cells.fingerprint(4, 5),
                  cells.number(6));
              afterStart = TimeText.of(cells.instant(0));
              afterKey = cells.text(2);
            }
            return rows.size();
          });
    }
  }

  /** Fetches page after page, until one is not full. */
  private static Uni<Integer> pages(Supplier<Uni<? extends Integer>> next) {
    return Multi.createBy().repeating().uni(next).whilst(rows -> rows == PAGE).collect().last();
  }

  /** A query on the dataset, with the starts of the windows that get another build. */
  private Mutiny.SelectionQuery<Object> query(String sql) {
    return session
        .createNativeQuery(sql.formatted(REPLACED))
        .setParameter("dataset", dataset.value())
        .setParameter("replaced", starts);
  }

  private static HeadFile file(Cells row) {
    return new HeadFile(
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

  private static ShapeOf shape(Cells row) {
    return new ShapeOf(
        row.integer(1),
        new Window(row.instant(2), row.instant(3)),
        json(row.text(0), OutputShape.class));
  }
}
