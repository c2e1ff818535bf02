package io.penstock.lake.fingerprint;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Fingerprints of what a query returns, over all of its columns in their order, in the form of
 * {@link CanonicalRow}. The rows never leave the engine one by one: a Java function hashes them
 * vector by vector, and the engine adds up.
 *
 * <p>Measured on 3 million origins with one thread: 1 second this way, 1.9 times as long through a
 * JDBC result, 2.7 times as long in SQL alone ({@code sha256} over BLOBs, hex digits cast to
 * numbers).
 */
public final class Fingerprints {
  private Fingerprints() {}

  /** The fingerprint of all rows of a query. */
  public static Fingerprint ofQuery(EngineSession session, String selectSql) {
    RowHashFunction function = RowHashFunction.of(session, selectSql, 0);
    return session.query(
        "SELECT " + sums("h") + " FROM " + hashes(function, selectSql, List.of()),
        result -> {
          result.next();
          return fingerprint(result, 1);
        });
  }

  /**
   * The fingerprint of each group of rows: the query's first column is the group's name, which is
   * not null and not part of the rows; the other columns are the row.
   */
  public static SortedMap<String, Fingerprint> byGroup(EngineSession session, String selectSql) {
    RowHashFunction function = RowHashFunction.of(session, selectSql, 1);
    SortedMap<String, Fingerprint> groups = new TreeMap<>();
    session.query(
        "SELECT c0::VARCHAR, "
            + sums("h")
            + " FROM "
            + hashes(function, selectSql, List.of("c0"))
            + " GROUP BY c0",
        result -> {
          while (result.next()) {
            String group = result.getString(1);
            if (group == null) {
              throw PenstockException.internal("group-missing", "a row has no group");
            }
            groups.put(group, fingerprint(result, 2));
          }
          return groups;
        });
    return groups;
  }

  /**
   * The fingerprint of origins: a query with the columns topic id, partition and offset, in this
   * order, none of them null.
   */
  public static Fingerprint ofOrigins(EngineSession session, String selectSql) {
    OriginHashFunction.register(session);
    return session.query(
        "SELECT "
            + sums("h")
            + ", count(*) FILTER (t IS NULL OR p IS NULL OR o IS NULL) FROM (SELECT t, p, o, "
            + OriginHashFunction.call("t", "p", "o")
            + " AS h FROM (SELECT t::VARCHAR AS t, p::INTEGER AS p, o::BIGINT AS o FROM ("
            + selectSql
            + "\n) AS origins(t, p, o)))",
        result -> {
          result.next();
          long incomplete = result.getLong(4);
          if (incomplete > 0) {
            throw PenstockException.internal(
                "origin-missing", incomplete + " rows without an origin");
          }
          return fingerprint(result, 1);
        });
  }

  private static String hashes(RowHashFunction function, String selectSql, List<String> kept) {
    String names =
        String.join(
            ", ", IntStream.range(0, function.columns()).mapToObj(index -> "c" + index).toList());
    String columns = kept.isEmpty() ? "" : String.join(", ", kept) + ", ";
    return String.format(
        "(SELECT %s%s AS h FROM (%s\n) AS rows_of_query(%s))",
        columns, function.call(), selectSql, names);
  }

  /** Halves are added up apart, because 128 bits have no room for a sum of 128-bit numbers. */
  private static String sums(String hash) {
    return String.format(
        "count(*), sum((%1$s >> 64)::UBIGINT)::VARCHAR,"
            + " sum((%1$s & 18446744073709551615)::UBIGINT)::VARCHAR",
        Sql.identifier(hash));
  }

  private static Fingerprint fingerprint(ResultSet row, int firstColumn) throws SQLException {
    long count = row.getLong(firstColumn);
    if (count == 0) {
      return Fingerprint.EMPTY;
    }
    BigInteger sum =
        new BigInteger(row.getString(firstColumn + 1))
            .shiftLeft(Long.SIZE)
            .add(new BigInteger(row.getString(firstColumn + 2)));
    return new Fingerprint(count, sum.shiftRight(Long.SIZE).longValue(), sum.longValue());
  }
}
