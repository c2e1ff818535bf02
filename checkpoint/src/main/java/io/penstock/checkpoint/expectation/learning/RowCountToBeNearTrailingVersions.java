package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.history.PublishedVersion;
import java.util.List;

/**
 * {@code penstock_table_row_count_to_be_near_trailing_versions}: the number of rows, divided by the
 * mean number of rows of the windows that were built for the trailing versions, is between {@code
 * min_ratio} and {@code max_ratio}. A checkpoint sees one window, so it is windows that are
 * compared. Without a version yet any number is fine.
 *
 * @param versions newest first
 */
record RowCountToBeNearTrailingVersions(
    List<PublishedVersion> versions, double minRatio, double maxRatio) implements TableExpectation {
  static RowCountToBeNearTrailingVersions read(Kwargs kwargs) {
    double min = kwargs.optionalNumber("min_ratio").map(JsonNode::doubleValue).orElse(0.0);
    double max =
        kwargs
            .optionalNumber("max_ratio")
            .map(JsonNode::doubleValue)
            .orElse(Double.POSITIVE_INFINITY);
    if (!kwargs.has("min_ratio") && !kwargs.has("max_ratio")) {
      kwargs.problem("min_ratio", "min_ratio and max_ratio cannot both be None");
    }
    if (min < 0 || min > max) {
      kwargs.problem("min_ratio", "must be at least 0 and not above max_ratio");
    }
    return new RowCountToBeNearTrailingVersions(kwargs.versions(true), min, max);
  }

  @Override
  public List<String> measures() {
    return List.of("count(*)");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long windows = versions.stream().mapToLong(PublishedVersion::windowsMade).sum();
    long rows = versions.stream().mapToLong(PublishedVersion::rowsMade).sum();
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("row_count", observations.count(0));
    ArrayNode list = details.putArray("versions");
    for (PublishedVersion version : versions) {
      list.addObject()
          .put("version", version.number())
          .put("windows", version.windowsMade())
          .put("rows", version.rowsMade());
    }
    if (windows == 0) {
      return Evaluation.of(true, NullNode.instance).with("details", details);
    }
    double mean = (double) rows / windows;
    details.put("mean_rows_of_a_window", mean);
    long here = observations.count(0);
    // No rows beside none are as many.
    double ratio = mean == 0 ? (here == 0 ? 1 : Double.POSITIVE_INFINITY) : here / mean;
    return Evaluation.of(
            ratio >= minRatio && ratio <= maxRatio,
            Double.isFinite(ratio) ? DoubleNode.valueOf(ratio) : NullNode.instance)
        .with("details", details);
  }
}
