package io.penstock.checkpoint.data;

import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.Column;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of files, open in a session.
 *
 * <p>Columns that a file lacks are null there. Parquet is scanned where it stands. NDJSON and CSV
 * are read once into the session, whole, before anything is asked of them: a value at the end that
 * does not fit shows first. Their types are those that hold for all values: booleans ({@code true},
 * {@code True} and {@code TRUE}), integers, floating point, text; dates stay the text that they
 * are, as a suite with a regex or a format expects. CSV has a header, and each row as many fields;
 * an empty field is null, and what else is said to be.
 *
 * @param relation what to write behind FROM
 * @param schema the columns
 * @param rows number of rows
 */
public record DataTable(String relation, TableSchema schema, long rows) {
  private static final String LOADED = "penstock_data";

  /** Types that the engine takes a text of JSON for. */
  private static final Set<String> TEXT_IN_JSON =
      Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "UUID", "JSON", "\"NULL\"");

  private static final char[] SEPARATORS = {';', '\t', '|'};

  /** Columns in one query. */
  private static final int COLUMNS_MAX = 300;

  /**
   * Opens files.
   *
   * @param session one that reaches the files
   * @param nulls texts of CSV that stand for a missing value, beside the empty one
   * @throws PenstockException USER {@code bad-data} if they cannot be read as one table
   */
  public static DataTable open(EngineSession session, DataFiles files, List<String> nulls) {
    return badData(() -> {
      String relation =
          switch (files.format()) {
            case PARQUET -> parquet(files);
            case NDJSON -> loadJson(session, files);
            case CSV -> loadCsv(session, files, nulls);
          };
      List<Column> columns = session.columns("SELECT * FROM " + relation);
      requireNames(columns);
      return new DataTable(
          relation, TableSchema.of(columns), session.queryLong("SELECT count(*) FROM " + relation));
    });
  }

  private static <T> T badData(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (PenstockException e) {
      // Nothing but these files can be at fault.
      if (e.kind() == FailureKind.INTERNAL) {
        String reason = e.getMessage().split("\n\nLINE |\nPossible fixes|\nThe search space")[0];
        throw PenstockException.user(DataFiles.BAD_DATA, reason.strip(), e);
      }
      throw e;
    }
  }

  private static String parquet(DataFiles files) {
    return "read_parquet(%s, hive_partitioning = false%s)"
        .formatted(list(files), files.paths().size() > 1 ? ", union_by_name = true" : "");
  }

  private static String loadCsv(EngineSession session, DataFiles files, List<String> nulls) {
    load(session, csv(files, separator(session, files), nulls));
    retype(
        session,
        Set.of("VARCHAR"),
        "bool_and(%1$s IN ('true', 'True', 'TRUE', 'false', 'False', 'FALSE'))",
        "BOOLEAN");
    return LOADED;
  }

  private static String loadJson(EngineSession session, DataFiles files) {
    load(session, json(session, files));
    // The engine takes integers on both sides of 0 for wider ones than they are.
    retype(
        session,
        Set.of("UBIGINT", "HUGEINT", "UHUGEINT"),
        "min(%1$s) >= -9223372036854775808 AND max(%1$s) <= 9223372036854775807",
        "BIGINT");
    return LOADED;
  }

  /**
   * Gives columns of some types another one, if their values let it.
   *
   * @param test SQL of an aggregate over a column that tells whether they do
   */
  private static void retype(EngineSession session, Set<String> types, String test, String type) {
    List<Column> columns =
        session.columns("SELECT * FROM " + LOADED).stream()
            .filter(column -> types.contains(column.type()))
            .toList();
    for (int from = 0; from < columns.size(); from += COLUMNS_MAX) {
      List<Column> some = columns.subList(from, Math.min(columns.size(), from + COLUMNS_MAX));
      passing(session, some, test)
          .forEach(column ->
              session.execute(
                  "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                      .formatted(LOADED, Sql.identifier(column.name()), type)));
    }
  }

  private static List<Column> passing(EngineSession session, List<Column> columns, String test) {
    String tests =
        columns.stream()
            .map(column -> test.formatted(Sql.identifier(column.name())))
            .collect(Collectors.joining(", "));
    return session.query(
        "SELECT " + tests + " FROM " + LOADED,
        result -> {
          result.next();
          List<Column> found = new ArrayList<>();
          for (int i = 0; i < columns.size(); i++) {
            if (result.getBoolean(i + 1)) {
              found.add(columns.get(i));
            }
          }
          return found;
        });
  }

  private static String csv(DataFiles files, char separator, List<String> nulls) {
    String missing =
        Stream.concat(Stream.of(""), nulls.stream())
            .map(Sql::literal)
            .collect(Collectors.joining(", "));
    return """
    read_csv(%s, header = true, skip = 0, delim = %s, quote = '"', escape = '"', comment = '',
      sample_size = -1, union_by_name = true, hive_partitioning = false, nullstr = [%s],
      auto_type_candidates = ['BIGINT', 'DOUBLE', 'VARCHAR'])\
    """
        .formatted(list(files), Sql.literal(String.valueOf(separator)), missing);
  }

  /** Whichever of the usual separators the first line has most of. */
  private static char separator(EngineSession session, DataFiles files) {
    List<String> lines =
        session.queryRows(
            "SELECT line FROM read_csv([%s], columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = %s, quote = '', escape = '') LIMIT 1"
                .formatted(Sql.literal(files.paths().getFirst()), Sql.literal("\u0001")),
            row -> row.getString(1));
    String header = lines.isEmpty() ? "" : String.valueOf(lines.getFirst());
    char separator = ',';
    for (char candidate : SEPARATORS) {
      if (count(header, candidate) > count(header, separator)) {
        separator = candidate;
      }
    }
    return separator;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(found -> found == wanted).count();
  }

  private static String json(EngineSession session, DataFiles files) {
    String found =
        """
        read_json(%s, sample_size = -1, maximum_sample_files = %d, union_by_name = true,
          hive_partitioning = false, records = true, map_inference_threshold = -1,
          field_appearance_threshold = 0)\
        """
            .formatted(list(files), files.paths().size());
    List<Column> columns = session.columns("SELECT * FROM " + found);
    requireNames(columns);
    if (columns.stream().noneMatch(column -> TEXT_IN_JSON.contains(column.type()))) {
      return found;
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw PenstockException.user(
            DataFiles.BAD_DATA, "two columns are called '%s'".formatted(column.name()));
      }
    }
    return "read_json(%s, columns = {%s}, hive_partitioning = false)"
        .formatted(
            list(files),
            columns.stream()
                .map(column -> Sql.literal(column.name()) + ": " + Sql.literal(type(column)))
                .collect(Collectors.joining(", ")));
  }

  private static String type(Column column) {
    return TEXT_IN_JSON.contains(column.type()) ? "VARCHAR" : column.type();
  }

  private static String load(EngineSession session, String relation) {
    session.execute("CREATE TABLE " + LOADED + " AS SELECT * FROM " + relation);
    return LOADED;
  }

  private static void requireNames(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (name.isEmpty() || name.indexOf('\0') >= 0) {
        throw PenstockException.user(
            DataFiles.BAD_DATA,
            "column %d has %s".formatted(i + 1, name.isEmpty() ? "no name" : "a NUL in its name"));
      }
    }
  }

  private static String list(DataFiles files) {
    return files.paths().stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}
