package io.penstock.catalog.publication;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The newest version of a dataset.
 *
 * @param metadataLocation Iceberg's pointer, absent before the first version
 * @param version its number, 0 before the first version
 */
record Head(
    DatasetName dataset,
    Optional<String> metadataLocation,
    long version,
    List<HeadWindow> windows,
    List<HeadFile> files) {

  /** A window of the newest version. */
  record HeadWindow(
      Window window, BuildId buildId, int specVersion, BuildLedger ledger, OutputShape shape) {}

  /** A data file of the newest version. */
  record HeadFile(Window window, BuildId buildId, OutputFile file) {}

  /**
   * Reads the newest version. The pointer is read first: if a publication comes between the
   * statements, the pointer has moved when it is compared, and what was read is thrown away.
   */
  static Uni<Head> read(Mutiny.QueryProducer session, DatasetName dataset) {
    return session
        .createNativeQuery("select metadata_location, head_version from dataset where name = :name")
        .setParameter("name", dataset.value())
        .getSingleResult()
        .map(Cells::of)
        .chain(pointer ->
            windows(session, dataset)
                .chain(windows ->
                    files(session, dataset)
                        .map(files ->
                            new Head(
                                dataset,
                                pointer.optionalText(0),
                                pointer.number(1),
                                windows,
                                files))));
  }

  private static Uni<List<HeadWindow>> windows(Mutiny.QueryProducer session, DatasetName dataset) {
    Map<String, OutputShape> shapes = new HashMap<>();
    return session
        .createNativeQuery(
            """
            select w.window_start, w.window_end, w.build_id, w.spec_version, b.ledger, b.output
              from dataset_window w
              join build b on b.build_id = w.build_id
             where w.dataset = :dataset and w.removed_in is null
             order by w.window_start
            """)
        .setParameter("dataset", dataset.value())
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new HeadWindow(
                        new Window(row.instant(0), row.instant(1)),
                        new BuildId(row.text(2)),
                        row.integer(3),
                        json(row.text(4), BuildLedger.class),
                        shapes.computeIfAbsent(row.text(5), text -> json(text, OutputShape.class))))
                .toList());
  }

  private static Uni<List<HeadFile>> files(Mutiny.QueryProducer session, DatasetName dataset) {
    return session
        .createNativeQuery(
            """
            select window_start, window_end, build_id, object_key, sha256, bytes,
                   partition_path, partition_values, rows, sum
              from data_file
             where dataset = :dataset and removed_in is null
             order by window_start, object_key
            """)
        .setParameter("dataset", dataset.value())
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(Head::file).toList());
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
}
