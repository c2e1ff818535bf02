package io.penstock.lake.fingerprint;

import io.penstock.lake.engine.EngineSession;
import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;

/**
 * A function of the engine that hashes origins to UHUGEINT, as {@link RowHashFunction} would.
 *
 * <p>A topic id is expensive to fetch from the engine, and the same in most rows. So it comes with
 * the engine's hash of it, and is fetched where that changes from one row to the next. If two topic
 * ids shared one 63-bit hash, a fingerprint would come out wrong and no ledger with it would
 * balance.
 */
final class OriginHashFunction {
  private static final String NAME = "penstock_origin_hash";

  private OriginHashFunction() {}

  static void register(EngineSession session) {
    session.registerOnce(NAME, OriginHashFunction::register);
  }

  /** The call for columns of types VARCHAR, INTEGER and BIGINT. */
  static String call(String topicId, String partition, String offset) {
    return "%s(%s, (hash(%2$s) >> 1)::BIGINT, %3$s, %4$s)"
        .formatted(NAME, topicId, partition, offset);
  }

  private static void register(Connection connection) throws SQLException {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(NAME)
          .withParameters(
              DuckDBColumnType.VARCHAR,
              DuckDBColumnType.BIGINT,
              DuckDBColumnType.INTEGER,
              DuckDBColumnType.BIGINT)
          .withReturnType(DuckDBColumnType.UHUGEINT)
          .withVectorizedFunction(OriginHashFunction::hash)
          .register(connection);
    }
  }

  private static void hash(DuckDBDataChunkReader rows, DuckDBWritableVector hashes) {
    DuckDBReadableVector topicIds = rows.vector(0);
    DuckDBReadableVector topicHashes = rows.vector(1);
    DuckDBReadableVector partitions = rows.vector(2);
    DuckDBReadableVector offsets = rows.vector(3);
    CanonicalRow row = new CanonicalRow();
    int prefixBytes = 0;
    long topicHash = 0;
    for (int index = 0; index < rows.rowCount(); index++) {
      long next = topicHashes.getLong(index);
      if (index == 0 || next != topicHash) {
        prefixBytes = row.reset().add(topicIds.getString(index)).length();
        topicHash = next;
      }
      row.resetTo(prefixBytes);
      row = partitions.isNull(index) ? row.addNull() : row.add(partitions.getInt(index));
      row = offsets.isNull(index) ? row.addNull() : row.add(offsets.getLong(index));
      hashes.setUHugeInt(index, row.hashNumber());
    }
  }
}
