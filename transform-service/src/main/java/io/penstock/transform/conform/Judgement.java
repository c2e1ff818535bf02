package io.penstock.transform.conform;

import io.penstock.lake.engine.EngineSession;
import io.penstock.transform.engine.HiddenColumns;
import io.penstock.transform.engine.Progress;
import java.util.List;

/**
 * Decides which rows of the window are right. Leaves these tables:
 *
 * <ul>
 *   <li>{@code doubtful}: origins of the rows that the fast way does not make conformed rows of;
 *   <li>{@code verdict}: what the closer look made of them, see {@link Verdicts};
 *   <li>{@code failed}: origin and reason of the rows that fail;
 *   <li>{@code shared_key}: hashes of the keys that several rows have.
 * </ul>
 */
final class Judgement {
  static final String FAILED = "failed";

  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  private final EngineSession session;
  private final DecodeSql decode;
  private final List<String> key;

  Judgement(EngineSession session, DecodeSql decode, List<String> key) {
    this.session = session;
    this.decode = decode;
    this.key = List.copyOf(key);
  }

  /**
   * What was found.
   *
   * @param payloadBytes length of all payloads together
   * @param doubtful how many rows are not certainly right
   * @param sharedKeys how many keys several rows have
   */
  record Summary(long payloadBytes, long doubtful, long sharedKeys) {}

  /**
   * Looks at every row.
   *
   * @param source the rows, as {@link DecodeSql} takes them
   */
  Summary run(String source, PayloadDecoder decoder, Progress progress) {
    session.execute("CREATE TABLE judged AS " + decode.judged(source, key));
    session.execute(
        "CREATE TABLE doubtful AS SELECT unnest(doubt) FROM judged WHERE doubt IS NOT NULL");
    session.execute(
        "CREATE TABLE key_hash AS SELECT key_hash FROM judged WHERE key_hash IS NOT NULL");
    long payloadBytes = session.queryLong("SELECT coalesce(sum(bytes), 0)::BIGINT FROM judged");
    session.execute("DROP TABLE judged");
    long doubtful = session.queryLong("SELECT count(*) FROM doubtful");
    if (doubtful > 0) {
      new Verdicts(session, decoder).decide(done -> progress.report("decode doubtful rows", done));
      findFailures();
      session.execute(
          "INSERT INTO key_hash SELECT __key_hash FROM (%s)"
              .formatted(decode.conformed(rescued(), key)));
    }
    session.execute(
        "CREATE TABLE shared_key AS SELECT key_hash FROM key_hash GROUP BY key_hash HAVING count(*) > 1");
    session.execute("DROP TABLE key_hash");
    return new Summary(
        payloadBytes, doubtful, session.queryLong("SELECT count(*) FROM shared_key"));
  }

  private void findFailures() {
    session.execute(
        "CREATE TABLE failed AS SELECT %s, reason FROM doubtful WHERE reason IS NOT NULL UNION ALL SELECT %1$s, reason FROM verdict WHERE reason IS NOT NULL"
            .formatted(ORIGIN));
    if (decode.canFail()) {
      session.execute(
          "INSERT INTO failed "
              + decode.failing(
                  "SELECT %s, body AS __body, version AS __forced FROM verdict WHERE reason IS NULL"
                      .formatted(ORIGIN)));
    }
  }

  /** The doubtful rows that are right after all, without their payloads. */
  private static String rescued() {
    return """
    SELECT %s, NULL::TIMESTAMPTZ AS event_time, NULL::BLOB AS __payload, body AS __body, version AS __forced
    FROM verdict ANTI JOIN failed USING (%1$s) WHERE reason IS NULL\
    """
        .formatted(ORIGIN);
  }
}
