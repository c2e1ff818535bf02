package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A suite that is ready to be evaluated over data with known columns. One scan answers all
 * expectations about rows and simple aggregates; columns of few distinct texts, order and distinct
 * values take a query each; unexpected values are looked for by one more scan, if there are any.
 */
public final class CheckpointPlan {
  private final String suite;
  private final TableSchema schema;
  private final List<Suite.Bound> expectations;

  CheckpointPlan(String suite, TableSchema schema, List<Suite.Bound> expectations) {
    this.suite = suite;
    this.schema = schema;
    this.expectations = expectations;
  }

  /** The number of expectations. */
  public int size() {
    return expectations.size();
  }

  /**
   * Evaluates everything.
   *
   * @param session where; a session of one thread adds floating-point numbers in the order of the
   *     data, so that a result has the same bytes every time
   * @param relation what to write behind FROM, such as {@code read_parquet(['a.parquet'])}
   * @throws PenstockException of kind RESOURCE if the session's limits are too small
   * @throws CancellationException if the session is cancelled
   */
  public CheckpointResult run(EngineSession session, String relation, ResultFormat format) {
    return run(Queries.of(session), relation, format);
  }

  /** Evaluates everything on a plain connection to DuckDB, which should work in UTC. */
  public CheckpointResult run(Connection connection, String relation, ResultFormat format) {
    return run(Queries.of(connection), relation, format);
  }

  private CheckpointResult run(Queries queries, String relation, ResultFormat format) {
    return new CheckpointResult(
        suite, new CheckpointRun(queries, new Batch(relation, schema), format).run(expectations));
  }

  /** The query for rows that are to be taken out, if the suite has an expectation that does so. */
  public Optional<QuarantineQuery> quarantine() {
    return QuarantineQuery.of(schema, expectations);
  }
}
