package io.penstock.checkpoint.expectation.table;

import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.UserQuery;
import java.util.Set;

/**
 * A SELECT over {@code {batch}} that a user wrote. It reads nothing else and calls only functions
 * whose results depend on their arguments.
 *
 * @param sql the SELECT, with {@code batch} as the name of the data
 */
record BatchQuery(String sql) {

  /** Reads a query; braces that are meant are doubled, as in Python's formats. */
  static BatchQuery read(Kwargs kwargs, String kwarg) {
    String text = kwargs.text(kwarg);
    String sql =
        text.replaceFirst("[;\\s]+$", "")
            .replace("{{", "\u0001")
            .replace("}}", "\u0002")
            .replace("{batch}", "batch")
            .replace("\u0001", "{")
            .replace("\u0002", "}");
    if (!text.isEmpty()) {
      try {
        UserQuery.check(sql, Set.of("batch"));
      } catch (PenstockException e) {
        e.getMessage().lines().forEach(line -> kwargs.problem(kwarg, line));
      }
    }
    return new BatchQuery(sql);
  }

  /** What gives the data its name, and does not copy it. */
  static String with(String batch) {
    return "WITH batch AS NOT MATERIALIZED (SELECT * FROM " + batch + ")\n";
  }

  /** The rows as one column {@code r} of structs. */
  String rows() {
    return "(SELECT r FROM (" + sql + "\n) AS r)";
  }
}
