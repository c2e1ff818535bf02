package io.penstock.catalog.version;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TagName;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.BuildLedger;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads versions. */
public final class Versions {
  /** What stands for the newest version where a number is expected. */
  static final String LATEST = "latest";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final String SELECT =
      """
      select v.dataset, v.number, v.published_at, v.pipeline, v.spec_version, v.content_hash,
             v.windows, v.files, v.rows, v.bytes, v.ledger, v.snapshot_id, v.metadata_location,
             (select string_agg(t.tag, ',' order by t.tag) from dataset_tag t
               where t.dataset = v.dataset and t.number = v.number)
        from dataset_version v
      """;

  private Versions() {}

  /** Versions of a dataset by number, the first after {@code after}. */
  static Uni<List<VersionDescription>> list(
      Mutiny.QueryProducer session, String dataset, long after, int limit) {
    return session
        .createNativeQuery(
            SELECT + " where v.dataset = :dataset and v.number > :after order by v.number")
        .setParameter("dataset", dataset)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(Versions::description).toList());
  }

  /** The newest version of a dataset, if there is one. */
  public static Uni<Optional<VersionDescription>> head(
      Mutiny.QueryProducer session, String dataset) {
    return one(session, " where v.dataset = :dataset order by v.number desc limit 1", dataset);
  }

  /**
   * A version by its number, by {@code latest} or by a tag.
   *
   * @throws PenstockException USER {@code unknown-dataset}, {@code unknown-version}
   */
  static Uni<VersionDescription> find(
      Mutiny.QueryProducer session, String dataset, String reference) {
    return candidate(session, dataset, reference)
        .chain(found ->
            found
                .map(version -> Uni.createFrom().item(version))
                .orElseGet(() -> unknown(session, dataset, reference)));
  }

  private static Uni<Optional<VersionDescription>> candidate(
      Mutiny.QueryProducer session, String dataset, String reference) {
    if (reference.equals(LATEST)) {
      return head(session, dataset);
    }
    if (isNumber(reference)) {
      return one(
          session,
          " where v.dataset = :dataset and v.number = " + Long.parseLong(reference),
          dataset);
    }
    return session
        .createNativeQuery(
            SELECT
                + """
                 where v.dataset = :dataset
                   and v.number = (select t.number from dataset_tag t
                                    where t.dataset = :dataset and t.tag = :tag)
                """)
        .setParameter("dataset", dataset)
        .setParameter("tag", reference)
        .getSingleResultOrNull()
        .map(row -> Optional.ofNullable(row).map(Cells::of).map(Versions::description));
  }

  private static Uni<Optional<VersionDescription>> one(
      Mutiny.QueryProducer session, String where, String dataset) {
    return session
        .createNativeQuery(SELECT + where)
        .setParameter("dataset", dataset)
        .getSingleResultOrNull()
        .map(row -> Optional.ofNullable(row).map(Cells::of).map(Versions::description));
  }

  private static Uni<VersionDescription> unknown(
      Mutiny.QueryProducer session, String dataset, String reference) {
    return requireDataset(session, dataset)
        .chain(() ->
            Uni.createFrom()
                .failure(
                    PenstockException.user(
                        "unknown-version",
                        "Dataset '%s' has no version or tag '%s'.".formatted(dataset, reference))));
  }

  /** Fails with USER {@code unknown-dataset} if there is no such dataset. */
  public static Uni<Void> requireDataset(Mutiny.QueryProducer session, String dataset) {
    return session
        .createNativeQuery("select count(*) from dataset where name = :dataset")
        .setParameter("dataset", dataset)
        .getSingleResult()
        .invoke(row -> {
          if (Cells.of(row).number(0) == 0) {
            throw PenstockException.user(
                "unknown-dataset",
                "There is no dataset '%s': register the pipeline that makes it."
                    .formatted(dataset));
          }
        })
        .replaceWithVoid();
  }

  static boolean isNumber(String reference) {
    return NUMBER.matcher(reference).matches();
  }

  private static VersionDescription description(Cells row) {
    return new VersionDescription(
        new DatasetName(row.text(0)),
        row.number(1),
        row.instant(2),
        new PipelineName(row.text(3)),
        row.integer(4),
        new Sha256(row.text(5)),
        row.integer(6),
        row.integer(7),
        row.number(8),
        row.number(9),
        Json.read(row.text(10).getBytes(StandardCharsets.UTF_8), BuildLedger.class),
        row.number(11),
        row.text(12),
        row.optionalText(13).stream()
            .flatMap(tags -> Stream.of(tags.split(",", -1)))
            .map(TagName::new)
            .toList());
  }
}
