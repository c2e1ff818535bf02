package io.penstock.checkpoint.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.data.DataTable;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.suite.Severity;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.EngineSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at data and proposes a suite for data like it: columns, types and completeness as critical;
 * what the values happen to be (ranges, sets, lengths, uniqueness, number of rows) as warnings,
 * which a person who knows the data makes critical or takes out.
 */
public final class Profile {
  /** Aggregates in one query: the engine's time to plan grows with the square of their number. */
  private static final int AGGREGATES_MAX = 300;

  /** The same for aggregates that hold values. */
  private static final int SETS_MAX = 30;

  private static final int SET_MAX = 20;
  private static final int SET_VALUE_LENGTH_MAX = 100;

  /** Names of types that Great Expectations knows as well. */
  private static final Map<String, String> TYPE_NAMES =
      Map.ofEntries(
          Map.entry("TINYINT", "int8"),
          Map.entry("SMALLINT", "int16"),
          Map.entry("INTEGER", "int32"),
          Map.entry("BIGINT", "int64"),
          Map.entry("UTINYINT", "uint8"),
          Map.entry("USMALLINT", "uint16"),
          Map.entry("UINTEGER", "uint32"),
          Map.entry("UBIGINT", "uint64"),
          Map.entry("FLOAT", "float32"),
          Map.entry("DOUBLE", "float64"),
          Map.entry("BOOLEAN", "bool"),
          Map.entry("VARCHAR", "str"));

  private final EngineSession session;
  private final DataTable table;
  private final ArrayNode expectations = JsonNodeFactory.instance.arrayNode();

  private Profile(EngineSession session, DataTable table) {
    this.session = session;
    this.table = table;
  }

  /**
   * Proposes a suite, in the JSON form of Great Expectations 1.x.
   *
   * @param name name of the suite
   */
  public static ObjectNode suite(EngineSession session, DataTable table, String name) {
    Profile profile = new Profile(session, table);
    profile.propose();
    ObjectNode suite = JsonNodeFactory.instance.objectNode();
    suite.put("name", name);
    suite.set("expectations", profile.expectations);
    suite.putObject("meta").put("great_expectations_version", "1.2.0");
    return suite;
  }

  private void propose() {
    ArrayNode names =
        add("expect_table_columns_to_match_set", Severity.CRITICAL).putArray("column_set");
    table.schema().names().forEach(names::add);
    ObjectNode rows = add("expect_table_row_count_to_be_between", Severity.WARNING);
    rows.put("min_value", table.rows() / 2);
    if (table.rows() > 0) {
      rows.put("max_value", table.rows() * 2);
    }
    List<ColumnFacts> facts = facts();
    Map<Column, ArrayNode> sets = sets(facts);
    Set<Column> unique = unique(facts);
    for (ColumnFacts column : facts) {
      type(column);
      completeness(column);
      range(column);
      ArrayNode set = sets.get(column.column());
      if (set != null) {
        add("expect_column_values_to_be_in_set", Severity.WARNING, column).set("value_set", set);
      }
      if (unique.contains(column.column())) {
        add("expect_column_values_to_be_unique", Severity.WARNING, column);
      }
    }
  }

  private void type(ColumnFacts facts) {
    String type = facts.column().type();
    add("expect_column_values_to_be_of_type", Severity.CRITICAL, facts)
        .put("type_", TYPE_NAMES.getOrDefault(type.toUpperCase(Locale.ROOT), type));
  }

  private void completeness(ColumnFacts facts) {
    if (facts.present() == table.rows()) {
      add("expect_column_values_to_not_be_null", Severity.CRITICAL, facts);
    } else if (facts.present() == 0) {
      add("expect_column_values_to_be_null", Severity.WARNING, facts);
    } else {
      long thousandths = facts.present() * 1000 / table.rows();
      if (thousandths > 0) {
        add("expect_column_values_to_not_be_null", Severity.WARNING, facts)
            .put("mostly", thousandths / 1000.0);
      }
    }
  }

  private void range(ColumnFacts facts) {
    boolean least = bounds(facts.least());
    boolean greatest = bounds(facts.greatest());
    if (!least && !greatest) {
      return;
    }
    String type =
        facts.column().kind() == ColumnKind.TEXT
            ? "expect_column_value_lengths_to_be_between"
            : "expect_column_values_to_be_between";
    ObjectNode kwargs = add(type, Severity.WARNING, facts);
    if (least) {
      kwargs.set("min_value", facts.least());
    }
    if (greatest) {
      kwargs.set("max_value", facts.greatest());
    }
  }

  /** Whether a value can be written as a bound: infinities and times before year 1 cannot. */
  private static boolean bounds(JsonNode value) {
    return value.isTextual()
        ? value.textValue().matches("\\d{4}-\\d\\d-\\d\\d(T[^(]*)?")
        : value.isNumber() && Double.isFinite(value.doubleValue());
  }

  private List<ColumnFacts> facts() {
    List<Column> columns = table.schema().columns();
    List<JsonNode> values =
        aggregates(columns.stream().map(ColumnFacts::aggregates).toList(), AGGREGATES_MAX);
    List<ColumnFacts> facts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      List<JsonNode> own = values.subList(4 * i, 4 * i + 4);
      facts.add(
          new ColumnFacts(
              columns.get(i),
              own.get(0).longValue(),
              own.get(1).longValue(),
              own.get(2),
              own.get(3)));
    }
    return facts;
  }

  private Map<Column, ArrayNode> sets(List<ColumnFacts> facts) {
    List<Column> columns =
        facts.stream().filter(ColumnFacts::fewValues).map(ColumnFacts::column).toList();
    List<JsonNode> values =
        aggregates(
            columns.stream()
                .map(column ->
                    List.of(
                        "CAST(to_json(map_keys(histogram(%s))) AS VARCHAR)"
                            .formatted(column.normalized())))
                .toList(),
            SETS_MAX);
    Map<Column, ArrayNode> sets = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      List<JsonNode> set = new ArrayList<>();
      byte[] json = values.get(i).asText("[]").getBytes(StandardCharsets.UTF_8);
      Json.read(json, ArrayNode.class).forEach(set::add);
      set.removeIf(JsonNode::isNull);
      if (set.size() <= SET_MAX
          && set.stream().allMatch(value -> value.asText().length() <= SET_VALUE_LENGTH_MAX)) {
        set.sort(Profile::compare);
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        set.forEach(sorted::add);
        sets.put(columns.get(i), sorted);
      }
    }
    return sets;
  }

  private static int compare(JsonNode left, JsonNode right) {
    return left.isNumber()
        ? left.decimalValue().compareTo(right.decimalValue())
        : left.asText().compareTo(right.asText());
  }

  private Set<Column> unique(List<ColumnFacts> facts) {
    Set<Column> unique = new HashSet<>();
    for (ColumnFacts column : facts) {
      if (column.perhapsUnique() && twice(column.column()) == 0) {
        unique.add(column.column());
      }
    }
    return unique;
  }

  private long twice(Column column) {
    String value = column.normalized();
    return session.queryLong(
        "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s IS NOT NULL GROUP BY %s HAVING count(*) > 1 LIMIT 1)"
            .formatted(table.relation(), value, value));
  }

  /** The values of aggregates, in few scans. */
  private List<JsonNode> aggregates(List<List<String>> wanted, int max) {
    List<String> all = wanted.stream().flatMap(List::stream).toList();
    List<JsonNode> values = new ArrayList<>();
    for (int from = 0; from < all.size(); from += max) {
      List<String> some = all.subList(from, Math.min(all.size(), from + max));
      values.addAll(
          session.query(
              "SELECT " + String.join(",\n  ", some) + "\nFROM " + table.relation(),
              result -> {
                result.next();
                List<JsonNode> row = new ArrayList<>();
                for (int i = 1; i <= some.size(); i++) {
                  row.add(Json.mapper().valueToTree(result.getObject(i)));
                }
                return row;
              }));
    }
    return values;
  }

  private ObjectNode add(String type, Severity severity, ColumnFacts facts) {
    return add(type, severity).put("column", facts.column().name());
  }

  private ObjectNode add(String type, Severity severity) {
    ObjectNode expectation = expectations.addObject();
    expectation.put("type", type);
    ObjectNode kwargs = expectation.putObject("kwargs");
    expectation.putObject("meta");
    expectation.put("severity", severity.text());
    return kwargs;
  }
}
