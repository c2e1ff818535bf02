package io.penstock.catalog.publication;

import io.penstock.catalog.iceberg.PreparedTable;
import io.penstock.catalog.object.LiveObjects;
import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.publication.Candidate.Standing;
import io.penstock.catalog.publication.VersionRows.FileRow;
import io.penstock.catalog.publication.VersionRows.WindowRow;
import io.penstock.catalog.quarantine.QuarantineFiles;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.StoredObject;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The publishing transaction: everything that makes a version one, or nothing.
 *
 * @param pipeline the pipeline's name
 * @param source its source's name
 * @param head the version that the next one was computed from
 * @param next the version
 * @param table its Iceberg metadata, which is stored already
 */
record VersionWriter(
    String pipeline, String source, Head head, NextVersion next, PreparedTable table) {

  /**
   * Writes the version. False, and nothing written, if the dataset or one of the builds is no
   * longer what the version was computed from: then it has to be computed again.
   */
  Uni<Boolean> write(Mutiny.QueryProducer session) {
    return unchanged(session)
        .chain(
            unchanged -> unchanged ? all(session).replaceWith(true) : Uni.createFrom().item(false));
  }

  private Uni<Boolean> unchanged(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery("select metadata_location from dataset where name = :name for update")
        .setParameter("name", dataset())
        .getSingleResult()
        .map(row -> Cells.of(row).optionalText(0).equals(head.metadataLocation()))
        .chain(
            samePointer -> samePointer ? candidatesReady(session) : Uni.createFrom().item(false));
  }

  private Uni<Boolean> candidatesReady(Mutiny.QueryProducer session) {
    Set<Candidate> expected =
        next.added().stream().map(FinishedBuild::candidate).collect(Collectors.toSet());
    return Candidate.lock(session, builds())
        .map(candidates ->
            expected.equals(Set.copyOf(candidates))
                && candidates.stream()
                    .allMatch(candidate -> candidate.standing() == Standing.READY));
  }

  private Uni<Void> all(Mutiny.QueryProducer session) {
    String windows = Json.text(next.added().stream().map(WindowRow::of).toList());
    return new BuildInputs(source, dataset(), next)
        .write(session)
        .chain(() -> LiveObjects.add(session, objects()))
        .chain(() -> closeReplaced(session, windows))
        .chain(() -> addWindows(session, windows))
        .chain(() -> addFiles(session))
        .chain(() -> addVersion(session))
        .chain(() -> movePointer(session))
        .chain(() -> endBuilds(session, windows))
        .chain(() -> QuarantineFiles.record(session, quarantine()))
        .chain(() -> moveWindows(session, windows))
        .chain(() -> finishRequests(session))
        .chain(() -> announce(session));
  }

  private Uni<Void> closeReplaced(Mutiny.QueryProducer session, String windows) {
    return close(session, "dataset_window", windows, next.replaced().size())
        .chain(() -> close(session, "data_file", windows, next.removed().size()));
  }

  private Uni<Void> close(
      Mutiny.QueryProducer session, String table, String windows, int expected) {
    String sql =
        """
        update %s
           set removed_in = :number
         where dataset = :dataset and removed_in is null
           and window_start in
             (select r.start from json_to_recordset(cast(cast(:rows as text) as json))
                as r(start timestamptz))
        """
            .formatted(table);
    return update(
            session, sql, Map.of("number", next.number(), "dataset", dataset(), "rows", windows))
        .invoke(closed -> requireClosed(table, closed, expected))
        .replaceWithVoid();
  }

  private void requireClosed(String table, int closed, int expected) {
    if (closed != expected) {
      throw PenstockException.internal(
          "head-mismatch",
          "Version %d of %s replaces %d rows of %s, but %d are there"
              .formatted(next.number(), dataset(), expected, table, closed));
    }
  }

  private Uni<Integer> addWindows(Mutiny.QueryProducer session, String windows) {
    return update(
        session,
        """
        insert into dataset_window
          (dataset, window_start, window_end, build_id, spec_version, through, added_in)
        select :dataset, r.start, r."end", r.build, r.spec, r.through, :number
          from json_to_recordset(cast(cast(:rows as text) as json))
            as r(start timestamptz, "end" timestamptz, build text, spec int, through bigint)
        """,
        Map.of("dataset", dataset(), "number", next.number(), "rows", windows));
  }

  private Uni<Integer> addFiles(Mutiny.QueryProducer session) {
    List<FileRow> files =
        next.added().stream()
            .flatMap(build -> build.files().stream().map(file -> FileRow.of(build, file)))
            .toList();
    return update(
        session,
        """
        insert into data_file
          (object_key, dataset, build_id, window_start, window_end, partition_path,
           partition_values, sha256, bytes, rows, sum, added_in)
        select r.key, :dataset, r.build, r.start, r."end", r.path, r."values", r.sha256, r.bytes,
               r.rows, r.sum, :number
          from json_to_recordset(cast(cast(:rows as text) as json))
            as r(key text, build text, start timestamptz, "end" timestamptz, path text,
                 "values" text, sha256 text, bytes bigint, rows bigint, sum numeric)
        """,
        Map.of("dataset", dataset(), "number", next.number(), "rows", Json.text(files)));
  }

  private Uni<Integer> addVersion(Mutiny.QueryProducer session) {
    return session
        .createNativeQuery(
            """
            insert into dataset_version
              (dataset, number, published_at, pipeline, spec_version, content_hash, snapshot_id,
               metadata_location, windows, files, rows, bytes, ledger)
            values
              (:dataset, :number, clock_timestamp(), :pipeline, :spec, :hash, :snapshot,
               :location, :windows, :files, :rows, :bytes, :ledger)
            """)
        .setParameter("dataset", dataset())
        .setParameter("number", next.number())
        .setParameter("pipeline", pipeline)
        .setParameter("spec", next.specVersion())
        .setParameter("hash", next.content().contentHash().hex())
        .setParameter("snapshot", table.snapshotId())
        .setParameter("location", table.metadataLocation())
        .setParameter("windows", next.windows())
        .setParameter("files", next.content().files())
        .setParameter("rows", next.content().rows())
        .setParameter("bytes", next.content().bytes())
        .setParameter("ledger", Json.text(next.ledger()))
        .executeUpdate();
  }

  private Uni<Integer> movePointer(Mutiny.QueryProducer session) {
    return update(
        session,
        """
        update dataset set metadata_location = :location, head_version = :number
         where name = :dataset
        """,
        Map.of(
            "location", table.metadataLocation(), "number", next.number(), "dataset", dataset()));
  }

  /** Ends the builds, and those that were planned for the same windows besides. */
  private Uni<Integer> endBuilds(Mutiny.QueryProducer session, String windows) {
    return update(
            session,
            """
            update build b
               set state = 'published', ended_at = clock_timestamp(), ledger = r.ledger,
                   checkpoints = r.checkpoints, output = r.output,
                   version = coalesce(b.version, :number)
              from json_to_recordset(cast(cast(:rows as text) as json))
                as r(build text, ledger text, checkpoints text, output text)
             where b.build_id = r.build
            """,
            Map.of("number", next.number(), "rows", windows))
        .chain(() ->
            update(
                session,
                """
                update build
                   set state = 'superseded', ended_at = clock_timestamp()
                 where pipeline = :pipeline and state = 'planned'
                   and window_start in
                     (select r.start from json_to_recordset(cast(cast(:rows as text) as json))
                        as r(start timestamptz))
                """,
                Map.of("pipeline", pipeline, "rows", windows)));
  }

  private Uni<Integer> moveWindows(Mutiny.QueryProducer session, String windows) {
    return update(
        session,
        """
        insert into pipeline_window
          (pipeline, window_start, window_end, latest_build_id, live_build_id, live_through,
           live_spec_version, first_through)
        select :pipeline, r.start, r."end", r.build, r.build, r.through, r.spec, r.through
          from json_to_recordset(cast(cast(:rows as text) as json))
            as r(start timestamptz, "end" timestamptz, build text, spec int, through bigint)
        on conflict (pipeline, window_start) do update
           set live_build_id = excluded.live_build_id,
               live_through = excluded.live_through,
               live_spec_version = excluded.live_spec_version,
               first_through = coalesce(pipeline_window.first_through, excluded.first_through)
        """,
        Map.of("pipeline", pipeline, "rows", windows));
  }

  private Uni<Integer> finishRequests(Mutiny.QueryProducer session) {
    return update(
        session,
        """
        update build_request_window
           set done = true
         where not done and build_id = any(string_to_array(:builds, ','))
        """,
        Map.of("builds", Candidate.joined(builds())));
  }

  private Uni<Void> announce(Mutiny.QueryProducer session) {
    return Outbox.add(
        session,
        EventType.VERSION_PUBLISHED,
        dataset(),
        Map.of(
            "pipeline", pipeline,
            "version", next.number(),
            "contentHash", next.content().contentHash(),
            "windows", next.added().stream().map(FinishedBuild::window).toList(),
            "rows", next.content().rows(),
            "metadataLocation", table.metadataLocation()));
  }

  private static Uni<Integer> update(
      Mutiny.QueryProducer session, String sql, Map<String, Object> parameters) {
    Mutiny.MutationQuery query = session.createNativeQuery(sql);
    parameters.forEach(query::setParameter);
    return query.executeUpdate();
  }

  private Collection<StoredObject> objects() {
    List<StoredObject> objects = new ArrayList<>(table.written());
    next.added().forEach(build -> objects.addAll(build.objects()));
    return objects;
  }

  private List<QuarantineFiles.Left> quarantine() {
    return next.added().stream().map(FinishedBuild::quarantine).toList();
  }

  private List<BuildId> builds() {
    return next.added().stream().map(FinishedBuild::buildId).toList();
  }

  private String dataset() {
    return head.dataset().value();
  }
}
