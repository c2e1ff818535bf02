package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.PairExpectation;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.plan.UnexpectedValues.Found.Samples;
import io.penstock.checkpoint.result.ResultFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was found about rows with the field names of Great Expectations. */
final class RowResults {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RowResults() {}

  /**
   * The fields of a result.
   *
   * @param found what {@link UnexpectedValues#find} found
   */
  static ObjectNode fields(RowVerdict verdict, Samples found, ResultFormat format) {
    ObjectNode result = JSON.objectNode();
    if (!format.atLeast(ResultFormat.Level.BASIC)) {
      return result;
    }
    boolean countsMissing = verdict.expectation().countsMissing();
    long counted = countsMissing ? verdict.considered() : verdict.elements();
    result.put("element_count", verdict.elements());
    result.put("unexpected_count", verdict.unexpected());
    result.set("unexpected_percent", percent(verdict.unexpected(), counted));
    List<List<JsonNode>> first =
        found.first().stream().limit(format.partialUnexpectedCount()).toList();
    List<JsonNode> partial = values(verdict.expectation(), first);
    result.set("partial_unexpected_list", array(partial));
    if (format.atLeast(ResultFormat.Level.COMPLETE) && !format.indexColumns().isEmpty()) {
      ArrayNode names = result.putArray("unexpected_index_column_names");
      format.indexColumns().forEach(names::add);
    }
    if (countsMissing) {
      long missing = verdict.elements() - verdict.considered();
      result.put("missing_count", missing);
      result.set("missing_percent", percent(missing, verdict.elements()));
      result.set("unexpected_percent_total", percent(verdict.unexpected(), verdict.elements()));
      result.set("unexpected_percent_nonmissing", percent(verdict.unexpected(), counted));
    }
    boolean complete = format.atLeast(ResultFormat.Level.COMPLETE);
    List<JsonNode> all = complete ? values(verdict.expectation(), found.all()) : partial;
    if (format.atLeast(ResultFormat.Level.SUMMARY) && format.partialUnexpectedCount() > 0) {
      result.set("partial_unexpected_counts", counts(all, format));
      result.set("partial_unexpected_index_list", indices(verdict.expectation(), first, format));
    }
    if (complete) {
      result.set("unexpected_list", array(all));
      result.set("unexpected_index_list", indices(verdict.expectation(), found.all(), format));
    }
    if (!found.rows().isEmpty()) {
      result.set("unexpected_rows", array(found.rows()));
    }
    return result;
  }

  private static List<JsonNode> values(RowExpectation expectation, List<List<JsonNode>> rows) {
    return rows.stream().map(row -> shown(expectation, row.get(1))).toList();
  }

  private static ArrayNode indices(
      RowExpectation expectation, List<List<JsonNode>> rows, ResultFormat format) {
    return array(rows.stream().map(row -> index(expectation, row, format.indexColumns())).toList());
  }

  /** A row by its number, or by the values of the index columns and of what was looked at. */
  private static JsonNode index(
      RowExpectation expectation, List<JsonNode> row, List<String> columns) {
    if (columns.isEmpty()) {
      return row.get(0);
    }
    ObjectNode index = JSON.objectNode();
    List<Column> domain = expectation.columns();
    for (int i = 0; i < domain.size(); i++) {
      JsonNode value = row.get(1);
      JsonNode part =
          switch (expectation) {
            case PairExpectation pair -> value.get(i == 0 ? "a" : "b");
            default -> domain.size() == 1 ? value : value.get(domain.get(i).name());
          };
      index.set(domain.get(i).name(), part);
    }
    for (int i = 0; i < columns.size(); i++) {
      index.set(columns.get(i), row.get(2 + i));
    }
    return index;
  }

  private static JsonNode shown(RowExpectation expectation, JsonNode value) {
    return expectation instanceof PairExpectation && value.isObject()
        ? array(List.of(value.get("a"), value.get("b")))
        : value;
  }

  /** How often each value is there, the most frequent first, and then the least. */
  private static ArrayNode counts(List<JsonNode> values, ResultFormat format) {
    Map<JsonNode, Integer> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(counted(value), 1, Integer::sum));
    ArrayNode list = JSON.arrayNode();
    counts.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue()))
        .limit(format.partialUnexpectedCount())
        .sorted(
            Comparator.<Map.Entry<JsonNode, Integer>, Integer>comparing(entry -> -entry.getValue())
                .thenComparing(Map.Entry::getKey, RowResults::compare))
        .forEach(entry -> {
          ObjectNode count = list.addObject();
          count.set("value", entry.getKey());
          count.put("count", entry.getValue());
        });
    return list;
  }

  /** The values of several columns are counted without the columns' names, and zero has no sign. */
  private static JsonNode counted(JsonNode value) {
    if (value.isObject()) {
      return array(value.properties().stream().map(field -> counted(field.getValue())).toList());
    }
    if (value.isArray()) {
      List<JsonNode> parts = new ArrayList<>();
      value.forEach(part -> parts.add(counted(part)));
      return array(parts);
    }
    // Adding zero makes the two zeros one.
    return value.isDouble() ? JSON.numberNode(value.doubleValue() + 0.0) : value;
  }

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    if (left.isArray() && right.isArray()) {
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        int order = compare(left.get(i), right.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
    return left.asText().compareTo(right.asText());
  }

  private static JsonNode percent(long part, long whole) {
    return whole == 0 ? JSON.nullNode() : JSON.numberNode((double) part / whole * 100);
  }

  static ArrayNode array(List<JsonNode> values) {
    ArrayNode array = JSON.arrayNode(values.size());
    values.forEach(array::add);
    return array;
  }
}
