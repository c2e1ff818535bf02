package io.penstock.contracts.quarantine;

/**
 * The columns of a Parquet object of quarantined rows, in this order. Rows stand in the order of
 * their origins, and each comes once.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code topic_id}, {@code partition}, {@code offset}</td><td>VARCHAR, INTEGER,
 *     BIGINT</td><td>the origin</td></tr>
 * <tr><td>{@code timestamp}</td><td>BIGINT</td><td>as landed</td></tr>
 * <tr><td>{@code key}, {@code headers}, {@code payload}</td><td>BLOB, STRUCT(name VARCHAR, value
 *     BLOB)[], BLOB</td><td>as landed; null, empty and null where privacy rules apply after landing:
 *     then the clear text stands in the raw batch alone</td></tr>
 * <tr><td>{@code event_time}</td><td>TIMESTAMPTZ</td><td></td></tr>
 * <tr><td>{@code raw_key}</td><td>VARCHAR</td><td>the raw batch that holds the row</td></tr>
 * <tr><td>{@code window_start}, {@code window_end}</td><td>TIMESTAMPTZ</td><td></td></tr>
 * <tr><td>{@code stage}</td><td>VARCHAR</td><td>a {@link QuarantineStage}</td></tr>
 * <tr><td>{@code held}</td><td>BOOLEAN</td><td>whether a replay of other rows left it where an
 *     earlier build had put it; its rules are that build's</td></tr>
 * <tr><td>{@code rules}</td><td>STRUCT(index INTEGER, type VARCHAR, subject VARCHAR, reason
 *     VARCHAR)[]</td><td>every rule that it breaks, by index, see {@link QuarantineRule}</td></tr>
 * <tr><td>{@code build_id}</td><td>VARCHAR</td><td>the build that wrote the object</td></tr>
 * </table>
 */
public final class QuarantineColumns {
  /** The columns of an origin. */
  public static final String ORIGIN = "topic_id, partition, \"offset\"";

  /** The type of {@code rules}. */
  public static final String RULES =
      "STRUCT(\"index\" INTEGER, \"type\" VARCHAR, subject VARCHAR, reason VARCHAR)[]";

  private QuarantineColumns() {}
}
