package io.penstock.transform.output;

import io.penstock.lake.engine.EngineSession;
import io.penstock.transform.engine.HiddenColumns;
import java.math.BigInteger;

/**
 * What tells sets of origins apart inside one session, at a fraction of the cost of a fingerprint:
 * the count, and the sums of two of the engine's own 64-bit hashes. As with fingerprints, the sums
 * of disjoint sets add up, and one lost and one doubled row do not balance. It says nothing outside
 * the session: what is recorded is the fingerprint of a set that was shown to be the same.
 */
record OriginSums(long count, BigInteger first, BigInteger second) {
  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  /** The sums over the rows of a table or view. */
  static OriginSums of(EngineSession session, String rows) {
    return session.query(
        "SELECT count(*), coalesce(sum(hash(%1$s)), 0)::VARCHAR, coalesce(sum(hash(%1$s, 'again')), 0)::VARCHAR FROM %2$s"
            .formatted(ORIGIN, rows),
        result -> {
          result.next();
          return new OriginSums(
              result.getLong(1),
              new BigInteger(result.getString(2)),
              new BigInteger(result.getString(3)));
        });
  }

  OriginSums plus(OriginSums other) {
    return new OriginSums(count + other.count, first.add(other.first), second.add(other.second));
  }
}
