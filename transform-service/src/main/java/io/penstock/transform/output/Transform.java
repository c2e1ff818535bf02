package io.penstock.transform.output;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.lake.engine.Column;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.SpecSql;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.parquet.ParquetOptions;
import io.penstock.transform.engine.HiddenColumns;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.engine.RowGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes the files of a window: conformed rows, without those that a checkpoint took out and without
 * duplicates, through the user's SQL, one totally ordered file per partition. Works on local files
 * and knows neither the store nor who runs it.
 *
 * <p>A session is used for one run: it leaves tables behind.
 */
public final class Transform {
  private static final String CONFORMED = "conformed";

  private static final String QUARANTINED = "quarantined";
  private static final String UNQUARANTINED = "unquarantined";
  private static final String DUPLICATE = "duplicate";
  private static final String PASSED = "passed";
  private static final String OUTPUT = "output";
  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  private final EngineSession session;
  private final BuildPlan plan;
  private final UserQuery sql;
  private final Progress progress;

  /**
   * A file that waits to be uploaded.
   *
   * @param path where it is
   * @param partition the partition of its rows
   * @param content fingerprint of its columns
   */
  public record LocalFile(
      Path path,
      String partitionPath,
      List<Optional<String>> partitionValues,
      Fingerprint content) {
    public LocalFile {
      partitionValues = List.copyOf(partitionValues);
    }
  }

  /**
   * What was made; the terms are those of {@link io.penstock.contracts.build.TransformOutcome}.
   *
   * @param files by partition path
   */
  public record Result(
      List<OutputColumn> columns,
      List<LocalFile> files,
      Fingerprint quarantined,
      Fingerprint duplicate,
      Fingerprint passed,
      Optional<Fingerprint> published,
      Optional<Fingerprint> filtered) {
    public Result {
      columns = List.copyOf(columns);
      files = List.copyOf(files);
    }
  }

  /**
   * Prepares a run.
   *
   * @param sql the pipeline's SQL, over table {@code input}
   * @throws IllegalArgumentException if the SQL is not row-wise and the session has several
   *     threads: its result could depend on them
   */
  public Transform(EngineSession session, BuildPlan plan, UserQuery sql, Progress progress) {
    if (!sql.rowWise() && session.settings().threads() > 1) {
      throw new IllegalArgumentException("SQL that is not row-wise runs with one thread");
    }
    this.session = session;
    this.plan = plan;
    this.sql = sql;
    this.progress = progress;
  }

  /** The pipeline's SQL, checked. */
  public static UserQuery check(BuildPlan plan) {
    return SpecSql.transform(plan.spec());
  }

  /**
   * Makes the files.
   *
   * @param conformed the file of the conformed rows
   * @param expected the origins that conform left in it
   * @param taken the file of the rows that the checkpoint took out, if there is one
   * @throws PenstockException USER if the SQL fails, gives columns that a dataset cannot hold, or
   *     too many partitions; INTERNAL {@code unbalanced-window} if a row is lost or doubled
   */
  public Result run(Path conformed, Fingerprint expected, Optional<Path> taken) {
    readConformed(conformed, taken);
    Fingerprint all = origins(CONFORMED);
    Fingerprint quarantined = origins(QUARANTINED);
    requireQuarantinedFrom(quarantined);
    progress.report("deduplicate", all.count());
    Duplicates.find(session, UNQUARANTINED, plan.spec().key(), DUPLICATE);
    Fingerprint duplicate = origins(DUPLICATE);
    passRows(duplicate);
    requireEqual("conformed", all, expected);
    OriginSums passedSums = OriginSums.of(session, PASSED);
    Fingerprint passed = passed(all, quarantined, duplicate, passedSums);
    progress.report("transform", passed.count());
    OutputSchema schema = runSql();
    Optional<Fingerprint> published =
        sql.rowWise() ? Optional.of(published(passed, passedSums)) : Optional.empty();
    Optional<Fingerprint> filtered = published.map(there -> filtered(passed, there));
    List<LocalFile> files = write(schema, conformed);
    return new Result(schema.columns(), files, quarantined, duplicate, passed, published, filtered);
  }

  private void readConformed(Path conformed, Optional<Path> taken) {
    session.execute("CREATE VIEW conformed AS FROM read_parquet(" + Sql.literal(conformed) + ")");
    session.execute(
        "CREATE TABLE quarantined AS "
            + taken
                .map(file ->
                    "SELECT topic_id AS __topic_id, partition AS __partition, \"offset\" AS __offset FROM read_parquet("
                        + Sql.literal(file)
                        + ")")
                .orElse("SELECT " + ORIGIN + " FROM conformed WHERE false"));
    session.execute(
        "CREATE VIEW unquarantined AS " + without(CONFORMED, QUARANTINED, taken.isEmpty()));
  }

  private void passRows(Fingerprint duplicate) {
    session.execute(
        "CREATE VIEW passed AS " + without(UNQUARANTINED, DUPLICATE, duplicate.count() == 0));
  }

  private static String without(String rows, String origins, boolean none) {
    String kept = "SELECT * FROM " + rows;
    return none ? kept : kept + " ANTI JOIN " + origins + " USING (" + ORIGIN + ")";
  }

  private Fingerprint origins(String table) {
    return Fingerprints.ofOrigins(session, "SELECT " + ORIGIN + " FROM " + table);
  }

  /** A checkpoint that names rows which are not there, or one twice, read something else. */
  private void requireQuarantinedFrom(Fingerprint quarantined) {
    if (quarantined.count() > 0) {
      requireEqual(
          "quarantined",
          Fingerprints.ofOrigins(
              session,
              "SELECT %s FROM conformed SEMI JOIN quarantined USING (%1$s)".formatted(ORIGIN)),
          quarantined);
    }
  }

  private void requireEqual(String what, Fingerprint found, Fingerprint expected) {
    if (!found.equals(expected)) {
      throw PenstockException.internal(
          "unbalanced-window",
          "The %s rows of window %s are %s, but should be %s"
              .formatted(what, plan.window(), found, expected));
    }
  }

  /**
   * What is left, once it is shown that with the duplicates and what the checkpoint took out it
   * makes up the conformed rows.
   */
  private Fingerprint passed(
      Fingerprint all, Fingerprint quarantined, Fingerprint duplicate, OriginSums sums) {
    if (quarantined.count() == 0 && duplicate.count() == 0) {
      return all;
    }
    OriginSums parts =
        OriginSums.of(session, QUARANTINED).plus(OriginSums.of(session, DUPLICATE)).plus(sums);
    if (!parts.equals(OriginSums.of(session, CONFORMED))) {
      throw PenstockException.internal(
          "unbalanced-window",
          "Of %s conformed rows of window %s, %d are quarantined, %d duplicates, and %d left"
              .formatted(all, plan.window(), quarantined.count(), duplicate.count(), sums.count()));
    }
    return all.minus(quarantined).minus(duplicate);
  }

  private OutputSchema runSql() {
    String hidden =
        sql.rowWise() ? "" : " EXCLUDE (" + String.join(", ", HiddenColumns.NAMES) + ")";
    session.execute("CREATE VIEW input AS SELECT *" + hidden + " FROM passed");
    return session.userSql(
        UserQuery.BAD_TRANSFORM,
        () -> {
          String query = sql.rowWise() ? sql.withColumns(HiddenColumns.NAMES) : sql.statement();
          OutputSchema schema = OutputSchema.of(visible(query), plan.spec().dataset());
          Partitioning partitioning = partitioning(schema);
          session.execute(
              "CREATE TABLE output AS SELECT *%s FROM (%s\n)"
                  .formatted(partitioning.columns(), query));
          return schema;
        });
  }

  /** Asked of the query itself: a query around it would rename columns of the same name. */
  private List<Column> visible(String query) {
    List<Column> columns =
        session.queryRows(
            "DESCRIBE " + query, row -> new Column(row.getString(1), row.getString(2)));
    return sql.rowWise()
        ? columns.subList(0, columns.size() - HiddenColumns.NAMES.size())
        : columns;
  }

  private Partitioning partitioning(OutputSchema schema) {
    return new Partitioning(plan.spec().dataset().partitionBy(), schema);
  }

  /** The origins in the output; mostly they are those that passed. */
  private Fingerprint published(Fingerprint passed, OriginSums sums) {
    return OriginSums.of(session, OUTPUT).equals(sums) ? passed : origins(OUTPUT);
  }

  /** Found by looking for them, not by subtraction: what is found twice or nowhere shows. */
  private Fingerprint filtered(Fingerprint passed, Fingerprint published) {
    Fingerprint filtered =
        published.equals(passed)
            ? Fingerprint.EMPTY
            : Fingerprints.ofOrigins(
                session, "SELECT %s FROM passed ANTI JOIN output USING (%1$s)".formatted(ORIGIN));
    requireEqual("passed", published.plus(filtered), passed);
    return filtered;
  }

  private List<LocalFile> write(OutputSchema schema, Path conformed) {
    ParquetOptions options =
        ParquetOptions.sortedBy(plan.spec().dataset().orderBy())
            .withRowGroupRows(rowGroupRows(conformed));
    List<Partition> partitions = partitioning(schema).find(session);
    String columns = Sql.identifiers(schema.names());
    List<Path> paths = new ArrayList<>();
    for (Partition partition : partitions) {
      Path path = session.scratch().resolve("output%04d.parquet".formatted(paths.size()));
      ParquetExport.write(
          session,
          "SELECT " + columns + " FROM output WHERE " + partition.condition(),
          path,
          options);
      paths.add(path);
      progress.report("write files", paths.size());
    }
    Map<String, Fingerprint> contents = contents(paths, columns);
    List<LocalFile> files = new ArrayList<>();
    for (int index = 0; index < paths.size(); index++) {
      Fingerprint content = contents.get(paths.get(index).toString());
      if (content == null) {
        throw PenstockException.internal("unbalanced-window", "An output file has no rows");
      }
      Partition partition = partitions.get(index);
      files.add(new LocalFile(paths.get(index), partition.path(), partition.values(), content));
    }
    requireAllWritten(files);
    return files;
  }

  /** Output rows are taken to be as wide as conformed ones. */
  private int rowGroupRows(Path conformed) {
    String metadata = "FROM parquet_metadata(" + Sql.literal(conformed) + ")";
    return RowGroups.rows(
        session.queryLong("SELECT coalesce(sum(total_uncompressed_size), 0)::BIGINT " + metadata),
        session.queryLong("SELECT count(*) FROM conformed"));
  }

  /** Read back from the files, so that what was written is what is vouched for. */
  private Map<String, Fingerprint> contents(List<Path> paths, String columns) {
    if (paths.isEmpty()) {
      return Map.of();
    }
    String files = paths.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
    return Fingerprints.byGroup(
        session,
        "SELECT __file, %s FROM read_parquet(%s, filename = '__file')".formatted(columns, files));
  }

  private void requireAllWritten(List<LocalFile> files) {
    long made = session.queryLong("SELECT count(*) FROM output");
    long written = files.stream().mapToLong(file -> file.content().count()).sum();
    if (made != written) {
      throw PenstockException.internal(
          "unbalanced-window",
          "The SQL gave %d rows of window %s, but %d are in the files"
              .formatted(made, plan.window(), written));
    }
  }
}
