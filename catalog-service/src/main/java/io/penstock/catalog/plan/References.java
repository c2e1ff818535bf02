package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Sequence;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.PlannedReference.ReferencedVersion;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/** Finds the versions that the references of a pipeline's suites stand for at this moment. */
final class References {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final String SELECT =
      """
      select v.number, v.content_hash, v.rows,
             (select coalesce(sum(f.rows), 0) from data_file f
               where f.dataset = v.dataset and f.added_in = v.number),
             (select count(*) from dataset_window w
               where w.dataset = v.dataset and w.added_in = v.number)
        from dataset_version v
       where v.dataset = :dataset
      """;

  private final Mutiny.Session session;

  private References(Mutiny.Session session) {
    this.session = session;
  }

  /** What the references stand for, in the order of the checkpoints and their expectations. */
  static Uni<List<PlannedReference>> of(Mutiny.Session session, PlanInputs inputs) {
    References references = new References(session);
    DatasetName own = inputs.pipeline().spec().dataset().name();
    List<VersionReference> wanted =
        inputs.inputs().suites().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(suite -> suite.getValue().references().stream())
            .distinct()
            .toList();
    List<PlannedReference> found = new ArrayList<>();
    return Sequence.each(
            wanted,
            reference ->
                references
                    .versions(reference, reference.dataset().orElse(own))
                    .invoke(versions ->
                        found.add(
                            new PlannedReference(
                                reference, reference.dataset().orElse(own), versions)))
                    .replaceWithVoid())
        .map(done -> List.copyOf(found));
  }

  private Uni<List<ReferencedVersion>> versions(VersionReference reference, DatasetName dataset) {
    return reference
        .trailing()
        .map(count -> trailing(dataset.value(), count))
        .orElseGet(() -> one(dataset.value(), reference.version().orElseThrow()));
  }

  private Uni<List<ReferencedVersion>> trailing(String dataset, int count) {
    return session
        .createNativeQuery(SELECT + " order by v.number desc")
        .setParameter("dataset", dataset)
        .setMaxResults(count)
        .getResultList()
        .map(rows -> rows.stream().map(row -> version(Cells.of(row), List.of())).toList());
  }

  /** A version with its files; none if the dataset has no such version. */
  private Uni<List<ReferencedVersion>> one(String dataset, String version) {
    return query(dataset, version)
        .setMaxResults(1)
        .getResultList()
        .chain(rows ->
            rows.isEmpty()
                ? Uni.createFrom().item(List.of())
                : files(dataset, Cells.of(rows.getFirst()).number(0))
                    .map(files -> List.of(version(Cells.of(rows.getFirst()), files))));
  }

  private Mutiny.Query<Object> query(String dataset, String version) {
    if (version.equals(VersionReference.LATEST)) {
      return session
          .createNativeQuery(SELECT + " order by v.number desc")
          .setParameter("dataset", dataset);
    }
    if (NUMBER.matcher(version).matches()) {
      return session
          .createNativeQuery(SELECT + " and v.number = :number")
          .setParameter("dataset", dataset)
          .setParameter("number", Long.parseLong(version));
    }
    return session
        .createNativeQuery(
            SELECT
                + """
                   and v.number = (select t.number from dataset_tag t
                                    where t.dataset = v.dataset and t.tag = :tag)
                """)
        .setParameter("dataset", dataset)
        .setParameter("tag", version);
  }

  private Uni<List<StoredObject>> files(String dataset, long version) {
    return session
        .createNativeQuery(
            """
            select object_key, sha256, bytes from data_file
             where dataset = :dataset
               and added_in <= :version and (removed_in is null or removed_in > :version)
             order by object_key
            """)
        .setParameter("dataset", dataset)
        .setParameter("version", version)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row ->
                    new StoredObject(
                        new ObjectKey(row.text(0)), new Sha256(row.text(1)), row.number(2)))
                .toList());
  }

  private static ReferencedVersion version(Cells row, List<StoredObject> files) {
    return new ReferencedVersion(
        row.number(0),
        new Sha256(row.text(1)),
        row.number(2),
        row.number(3),
        row.integer(4),
        files);
  }
}
