package io.penstock.lake.engine;

import java.util.Map;
import java.util.Set;

/** What to write instead of a function that is not allowed. */
final class FunctionAdvice {
  /** What PostgreSQL and DuckDB read as a value of the session when it stands alone. */
  static final Set<String> VALUE_FUNCTIONS =
      Set.of(
          "current_catalog",
          "current_database",
          "current_date",
          "current_localtime",
          "current_localtimestamp",
          "current_query",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "localtime",
          "localtimestamp",
          "session_user",
          "user");

  private static final String CLOCK =
      "its result depends on when it runs; use event_time, or a literal such as DATE '2001-01-01'";
  private static final String CHANCE =
      "its result is another one every time; derive a number from a key, as in"
          + " md5_number(user_id) % 100";
  private static final String FILES = "a transform reads nothing but its input; remove it";
  private static final String SESSION =
      "its result depends on where it runs; write the value as a literal";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("now", CLOCK),
          Map.entry("today", CLOCK),
          Map.entry("age", "it may depend on when it runs; use date_diff('day', a, b)"),
          Map.entry("ago", CLOCK),
          Map.entry("get_current_time", CLOCK),
          Map.entry("get_current_timestamp", CLOCK),
          Map.entry("transaction_timestamp", CLOCK),
          Map.entry("random", CHANCE),
          Map.entry("uuid", CHANCE),
          Map.entry("uuidv4", CHANCE),
          Map.entry("uuidv7", CHANCE),
          Map.entry("gen_random_uuid", CHANCE),
          Map.entry("setseed", CHANCE),
          Map.entry(
              "hash", "its result may change with DuckDB's version; use md5_number or sha256"),
          Map.entry("nextval", "use row_number() OVER (ORDER BY ...)"),
          Map.entry("currval", "use row_number() OVER (ORDER BY ...)"),
          Map.entry("approx_count_distinct", "it is not exact; use count(DISTINCT ...)"),
          Map.entry("approx_quantile", "it is not exact; use quantile_cont"),
          Map.entry("approx_top_k", "it is not exact; use GROUP BY ... ORDER BY count(*) LIMIT k"),
          Map.entry("reservoir_quantile", "it is not exact; use quantile_cont"),
          Map.entry("entropy", "compute it from counts: sum(-p * log2(p))"),
          Map.entry("list_aggregate", "use list_sum, list_avg, list_max and the like"),
          Map.entry("list_aggr", "use list_sum, list_avg, list_max and the like"),
          Map.entry("json_group_array", "use to_json(list(... ORDER BY ...))"),
          Map.entry("json_group_object", "use to_json(map_from_entries(list(... ORDER BY ...)))"),
          Map.entry("getvariable", SESSION),
          Map.entry("getenv", SESSION),
          Map.entry("current_setting", SESSION),
          Map.entry("version", SESSION),
          Map.entry("query", FILES),
          Map.entry("query_table", FILES),
          Map.entry("glob", FILES),
          Map.entry("parquet_scan", FILES),
          Map.entry("error", "use CASE ... ELSE NULL END and an expectation on the output"));

  private FunctionAdvice() {}

  /** Why a function is not allowed, and what to use instead. */
  static String of(String name) {
    String advice = ADVICE.get(name);
    if (advice != null) {
      return advice;
    }
    if (VALUE_FUNCTIONS.contains(name)) {
      return valueFunction(name);
    }
    return name.startsWith("read_")
        ? FILES
        : "it is not among the functions that a transform may use (docs/transform-sql.md)";
  }

  /** Advice for a name that is a function without parentheses. */
  static String valueFunction(String name) {
    return name.contains("date") || name.contains("time") ? CLOCK : SESSION;
  }
}
