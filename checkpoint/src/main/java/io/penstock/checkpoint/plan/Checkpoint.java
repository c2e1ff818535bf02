package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.failure.PenstockException;

/** From a suite to a plan. */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Compiles a suite for data with these columns; no data is read.
   *
   * @throws PenstockException of kind USER ({@code bad-suite}) with every error at once, a line
   *     each: columns that are missing, values that a column's type cannot be compared with,
   *     parameters without a value
   */
  public static CheckpointPlan compile(Suite suite, TableSchema schema, Parameters parameters) {
    return compile(suite, schema, parameters, History.NONE);
  }

  /** Compiles a suite that may compare with what was published before. */
  public static CheckpointPlan compile(
      Suite suite, TableSchema schema, Parameters parameters, History history) {
    return new CheckpointPlan(suite.name(), schema, suite.bind(schema, parameters, history));
  }
}
