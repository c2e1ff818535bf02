package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;
import java.util.Optional;

/**
 * {@code expect_column_kl_divergence_to_be_less_than}: the relative entropy of the column's values
 * to an expected partition, of categories or of bins. An infinite divergence is observed as null.
 *
 * @param threshold the divergence that is still fine; without it every divergence is
 */
record KlDivergenceToBeLessThan(Column column, Partition partition, Optional<Double> threshold)
    implements AggregateExpectation {
  static KlDivergenceToBeLessThan read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Optional<Double> threshold = kwargs.optionalNumber("threshold").map(JsonNode::doubleValue);
    if (threshold.filter(value -> value < 0).isPresent()) {
      kwargs.problem("threshold", "must be greater than or equal to zero, not " + threshold.get());
    }
    double tail = kwargs.share("tail_weight_holdout", 0);
    double internal = kwargs.share("internal_weight_holdout", 0);
    boolean bucketize = kwargs.flag("bucketize_data", true);
    // Written by Great Expectations, without meaning there.
    kwargs.value("min_value");
    kwargs.value("max_value");
    Optional<JsonNode> json = kwargs.value("partition_object");
    Partition partition;
    if (json.isPresent() && json.get().has("bins")) {
      partition = Bins.read(json.get(), column, tail, internal, kwargs);
      if (!bucketize) {
        kwargs.problem("bucketize_data", "cannot be false for a partition of bins");
      }
    } else if (json.isPresent() && json.get().has("values")) {
      partition = Categories.read(json.get(), column, tail, kwargs);
      if (internal > 0) {
        kwargs.problem("internal_weight_holdout", "cannot be used for categories");
      }
    } else {
      kwargs.problem("partition_object", "needs weights, and bins or values");
      partition = new Categories(column, List.of(), List.of(), tail);
    }
    return new KlDivergenceToBeLessThan(column, partition, threshold);
  }

  /** Shares that are expected. */
  sealed interface Partition permits Bins, Categories {
    List<String> measures();

    List<DataQuery> queries(List<JsonNode> measured);

    Shares shares(Observations observations);
  }

  /**
   * Observed and expected shares of the same parts.
   *
   * @param details what a result tells about them
   */
  record Shares(double[] observed, double[] expected, ObjectNode details) {

    /** The relative entropy of both, each made to add up to 1. */
    double divergence() {
      double observedTotal = 0;
      double expectedTotal = 0;
      for (int i = 0; i < observed.length; i++) {
        observedTotal += observed[i];
        expectedTotal += expected[i];
      }
      double divergence = 0;
      for (int i = 0; i < observed.length; i++) {
        double p = observed[i] / observedTotal;
        double q = expected[i] / expectedTotal;
        if (p > 0) {
          divergence += q > 0 ? p * Math.log(p / q) : Double.POSITIVE_INFINITY;
        } else if (p != 0 || Double.isNaN(q)) {
          return Double.NaN;
        }
      }
      return divergence;
    }
  }

  /** Whether weights are none below zero and add up to 1. */
  static boolean addUp(List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    return Math.abs(sum - 1) <= 1e-5 + 1e-8
        && weights.stream().allMatch(weight -> weight >= 0 && weight <= 1);
  }

  @Override
  public List<String> measures() {
    return partition.measures();
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return partition.queries(measured);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    Shares shares = partition.shares(observations);
    double divergence = shares.divergence();
    boolean success = threshold.isEmpty() || divergence <= threshold.get();
    JsonNode observed =
        Double.isFinite(divergence) ? DoubleNode.valueOf(divergence) : NullNode.instance;
    return Evaluation.of(success, observed).with("details", shares.details());
  }

  /** Both partitions as a result shows them. */
  static ObjectNode details(ObjectNode observed, ObjectNode expected) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("observed_partition", observed);
    details.set("expected_partition", expected);
    return details;
  }
}
