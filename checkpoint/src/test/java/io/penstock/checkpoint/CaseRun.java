package io.penstock.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.expectation.TypeNames;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.failure.PenstockException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs one case and tells how its outcome differs from the expected one. */
final class CaseRun {
  private static final double TOLERANCE = 1e-9;

  private final Connection connection;
  private final String type;
  private final JsonNode dataset;
  private final JsonNode test;

  CaseRun(Connection connection, String type, JsonNode dataset, JsonNode test) {
    this.connection = connection;
    this.type = type;
    this.dataset = dataset;
    this.test = test;
  }

  List<String> differences() throws SQLException {
    List<String> onlyFor = new ArrayList<>();
    test.path("only_for").forEach(backend -> onlyFor.add(backend.asText()));
    JsonNode tables = dataset.path("data");
    if (tables.isArray()) {
      for (JsonNode table : tables) {
        CaseTable.create(connection, table.path("dataset_name").asText(), table, onlyFor);
      }
    }
    CaseTable.create(connection, "t", tables.isArray() ? tables.get(0) : dataset, onlyFor);
    boolean errorExpected = test.has("error") || test.path("out").has("traceback_substring");
    ExpectationResult result;
    try {
      result = run();
    } catch (PenstockException e) {
      return errorExpected ? List.of() : List.of("refused: " + e.getMessage());
    }
    if (errorExpected) {
      return result.exception().isPresent() ? List.of() : List.of("no error");
    }
    return compare(result);
  }

  private ExpectationResult run() throws SQLException {
    ObjectNode suite = JsonNodeFactory.instance.objectNode();
    suite.put("name", "case");
    ObjectNode expectation = suite.putArray("expectations").addObject();
    expectation.put("type", type);
    expectation.set("kwargs", test.path("in"));
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE t")) {
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
    }
    JsonNode out = test.path("out");
    boolean indexed =
        out.path("unexpected_index_list").path(0).isObject()
            || out.path("result").path("unexpected_index_list").path(0).isObject();
    boolean hidesIndex = type.startsWith("expect_table_col");
    TableSchema schema =
        new TableSchema(hidesIndex ? columns.subList(0, columns.size() - 1) : columns);
    ResultFormat format = ResultFormat.complete(indexed ? List.of(CaseTable.INDEX) : List.of());
    return Checkpoint.compile(
            Suite.parse(suite.toString()),
            schema,
            new Parameters(Map.of(Parameters.NOW, TextNode.valueOf("2026-01-01T00:00:00Z"))))
        .run(connection, "t", format)
        .results()
        .getFirst();
  }

  private List<String> compare(ExpectationResult result) {
    List<String> differences = new ArrayList<>();
    result.exception().ifPresent(message -> differences.add("exception: " + message));
    test.path("out")
        .properties()
        .forEach(expected ->
            compare(expected.getKey(), expected.getValue(), result).ifPresent(differences::add));
    return differences;
  }

  private Optional<String> compare(String field, JsonNode expected, ExpectationResult result) {
    ObjectNode actual = result.result();
    return switch (field) {
      case "success" ->
          result.success() == expected.booleanValue()
              ? Optional.empty()
              : Optional.of("success: " + result.success() + ", " + actual);
      case "unexpected_list", "unexpected_index_list" ->
          difference(field, sorted(expected), sorted(actual.path(field)));
      case "observed_value" ->
          type.endsWith("_type") || type.endsWith("type_list")
              ? sameType(expected.asText(), actual.path(field).asText())
              : difference(field, expected, actual.path(field));
      case "observed_value_list" -> Optional.empty();
      case "value_counts", "observed_partition", "expected_partition", "mismatched" ->
          difference(field, expected, actual.path("details").path(field));
      case "result" -> {
        List<String> differences = new ArrayList<>();
        expected
            .properties()
            .forEach(part ->
                difference(
                        part.getKey(),
                        part.getKey().endsWith("_list") ? sorted(part.getValue()) : part.getValue(),
                        part.getKey().endsWith("_list")
                            ? sorted(actual.path(part.getKey()))
                            : actual.path(part.getKey()))
                    .ifPresent(differences::add));
        yield differences.isEmpty() ? Optional.empty() : Optional.of(differences.toString());
      }
      default -> Optional.of("unknown field " + field);
    };
  }

  /** The observed type has the engine's name; the cases have pandas' name for it. */
  private static Optional<String> sameType(String expected, String actual) {
    return TypeNames.match(expected, new Column("observed", actual))
        ? Optional.empty()
        : Optional.of("type: expected %s, got %s".formatted(expected, actual));
  }

  private Optional<String> difference(String field, JsonNode expected, JsonNode actual) {
    double tolerance = test.path("tolerance").asDouble(TOLERANCE);
    return same(expected, actual, tolerance)
        ? Optional.empty()
        : Optional.of("%s: expected %s, got %s".formatted(field, expected, actual));
  }

  private static boolean same(JsonNode expected, JsonNode actual, double tolerance) {
    if (expected.isNumber() && actual.isNumber()) {
      double left = expected.doubleValue();
      double right = actual.doubleValue();
      return left == right || Math.abs(left - right) <= tolerance * Math.max(1, Math.abs(left));
    }
    if (expected.isTextual() && actual.isTextual()) {
      return expected.equals(actual) || sameTime(expected.textValue(), actual.textValue());
    }
    if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        if (!same(expected.get(i), actual.get(i), tolerance)) {
          return false;
        }
      }
      return true;
    }
    if (expected.isObject() && actual.isObject()) {
      return expected.properties().stream()
          .allMatch(field -> same(field.getValue(), actual.path(field.getKey()), tolerance));
    }
    return expected.equals(actual);
  }

  private static boolean sameTime(String expected, String actual) {
    try {
      return LocalDateTime.parse(expected.replace(' ', 'T'))
          .equals(LocalDateTime.parse(actual.replace(' ', 'T')));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static ArrayNode sorted(JsonNode list) {
    List<JsonNode> values = new ArrayList<>();
    list.forEach(values::add);
    values.sort(Comparator.comparing(CaseRun::sortKey));
    ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
    values.forEach(sorted::add);
    return sorted;
  }

  /** Numbers as doubles and fields by name, so that equal values sort alike. */
  private static String sortKey(JsonNode value) {
    if (value.isNumber()) {
      return Double.toString(value.doubleValue());
    }
    if (value.isObject()) {
      TreeMap<String, String> fields = new TreeMap<>();
      value.properties().forEach(field -> fields.put(field.getKey(), sortKey(field.getValue())));
      return fields.toString();
    }
    return value.toString();
  }
}
