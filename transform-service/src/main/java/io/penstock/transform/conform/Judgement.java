package io.penstock.transform.conform;

import io.penstock.lake.engine.EngineSession;
import io.penstock.transform.engine.HiddenColumns;
import io.penstock.transform.engine.Progress;
import java.util.List;

/**
 * Decides which rows of the window are right, and conforms them in the same pass. Leaves
 *
 * <ul>
 *   <li>{@code doubtful}: the rows that the fast way does not make conformed rows of;
 *   <li>{@code verdict}: what the closer look made of them, see {@link Verdicts};
 *   <li>{@code failed}: origin and reason of the rows that fail;
 *   <li>{@value #RIGHT}: the conformed rows, as {@link DecodeSql#conformed} has them;
 *   <li>{@value #SHARED_KEY}: hashes of the keys that several of these rows have.
 * </ul>
 */
final class Judgement {
  static final String FAILED = "failed";
  static final String RIGHT = "right_row";
  static final String SHARED_KEY = "shared_key";

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
        "CREATE TABLE doubtful AS SELECT event_time, %s, struct_extract(__doubt, 'payload') AS payload, struct_extract(__doubt, 'reason') AS reason FROM judged WHERE __doubt IS NOT NULL"
            .formatted(ORIGIN));
    long payloadBytes = session.queryLong("SELECT coalesce(sum(__bytes), 0)::BIGINT FROM judged");
    long doubtful = session.queryLong("SELECT count(*) FROM doubtful");
    String sure = "SELECT * EXCLUDE (__bytes, __doubt) FROM judged";
    if (doubtful > 0) {
      new Verdicts(session, decoder).decide(done -> progress.report("decode doubtful rows", done));
      findFailures();
      session.execute("CREATE TABLE rescued AS " + decode.conformed(rescued(), key));
      sure += " WHERE __doubt IS NULL UNION ALL FROM rescued";
    }
    session.execute("CREATE VIEW " + RIGHT + " AS " + sure);
    session.execute(
        "CREATE TABLE %s AS SELECT __key_hash FROM %s GROUP BY __key_hash HAVING count(*) > 1"
            .formatted(SHARED_KEY, RIGHT));
    return new Summary(
        payloadBytes, doubtful, session.queryLong("SELECT count(*) FROM " + SHARED_KEY));
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

  /** The doubtful rows that are right after all. */
  private static String rescued() {
    return """
    SELECT %s, event_time, body AS __body, version AS __forced
    FROM (FROM verdict WHERE reason IS NULL) JOIN (SELECT event_time, %1$s FROM doubtful) USING (%1$s)
      ANTI JOIN failed USING (%1$s)\
    """
        .formatted(ORIGIN);
  }
}
