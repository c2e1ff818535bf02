package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.suite.Action;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.lake.engine.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL of the rows that are to be taken out, by the hidden columns that name their origin. */
public final class QuarantineQuery {
  /** The hidden columns that name where a row comes from. */
  public static final List<String> ORIGIN = List.of("__topic_id", "__partition", "__offset");

  private static final int REASON_CHARS_MAX = 200;

  /** Kwargs that say which rows and columns an expectation is about, not what it expects. */
  private static final List<String> SHOWN_ELSEWHERE =
      List.of("column", "column_A", "column_B", "column_list", "mostly", "batch_id");

  private final TableSchema schema;
  private final List<Suite.Bound> rules;

  private QuarantineQuery(TableSchema schema, List<Suite.Bound> rules) {
    this.schema = schema;
    this.rules = rules;
  }

  static Optional<QuarantineQuery> of(TableSchema schema, List<Suite.Bound> expectations) {
    List<Suite.Bound> rules =
        expectations.stream()
            .filter(bound -> bound.config().action() == Action.QUARANTINE)
            .toList();
    return rules.isEmpty() ? Optional.empty() : Optional.of(new QuarantineQuery(schema, rules));
  }

  /**
   * The origin columns of every row that breaks a rule, and after them {@code rules}: all rules it
   * breaks, as a list of {@code {index INTEGER, type VARCHAR, subject VARCHAR, reason VARCHAR}} by
   * index. A row comes once; rows come by origin.
   *
   * @param relation what to write behind FROM
   */
  public String sql(String relation) {
    Batch batch = new Batch(relation, schema);
    String origin = Sql.identifiers(ORIGIN);
    List<Suite.Bound> byRow = rules.stream().filter(rule -> predicate(rule).isPresent()).toList();
    List<String> parts = new ArrayList<>();
    if (!byRow.isEmpty()) {
      parts.add(brokenByRow(byRow, batch, origin));
    }
    rules.stream()
        .filter(rule -> predicate(rule).isEmpty())
        .map(rule -> brokenBy(rule, batch, origin))
        .forEach(parts::add);
    if (parts.size() == 1) {
      return parts.getFirst() + "\nORDER BY " + origin;
    }
    return """
    SELECT %s, list_sort(flatten(list(rules))) AS rules
    FROM (%s)
    GROUP BY ALL ORDER BY %s\
    """
        .formatted(origin, String.join("\nUNION ALL\n", parts), origin);
  }

  private static Optional<String> predicate(Suite.Bound rule) {
    return rows(rule).predicate();
  }

  private static UnexpectedRows rows(Suite.Bound rule) {
    return new UnexpectedRows(
        (RowExpectation) rule.expectation().expectation(), rule.expectation());
  }

  /** One pass for all rules that a row alone tells about; nothing is kept of the rows. */
  private static String brokenByRow(List<Suite.Bound> some, Batch batch, String origin) {
    List<String> predicates =
        some.stream().map(rule -> "(" + predicate(rule).orElseThrow() + ")").toList();
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      broken.add("CASE WHEN %s THEN %s END".formatted(predicates.get(i), rule(some.get(i))));
    }
    return "SELECT %s, list_filter([%s], lambda rule: rule IS NOT NULL) AS rules\nFROM %s WHERE %s"
        .formatted(
            origin, String.join(",\n  ", broken), batch.sql(), String.join(" OR ", predicates));
  }

  private static String brokenBy(Suite.Bound rule, Batch batch, String origin) {
    return "SELECT %s, [%s] AS rules FROM %s".formatted(origin, rule(rule), rows(rule).from(batch));
  }

  private static String rule(Suite.Bound rule) {
    RowExpectation expectation = (RowExpectation) rule.expectation().expectation();
    return "{'index': %d::INTEGER, 'type': %s, 'subject': %s, 'reason': %s}"
        .formatted(
            rule.config().index(),
            Sql.literal(rule.config().type()),
            Sql.literal(expectation.subject()),
            reason(rule, expectation));
  }

  /** What was found and what was asked, each cut where it would bury the other. */
  private static String reason(Suite.Bound rule, RowExpectation expectation) {
    ObjectNode asked = rule.config().kwargs().deepCopy();
    SHOWN_ELSEWHERE.forEach(asked::remove);
    String kwargs = asked.isEmpty() ? "" : "; expected " + shortened(asked.toString());
    return "concat(%s, left(coalesce((%s)::VARCHAR, 'null'), %d), %s)"
        .formatted(
            Sql.literal(expectation.subject() + " is "),
            expectation.unexpectedValue(),
            REASON_CHARS_MAX,
            Sql.literal(kwargs));
  }

  private static String shortened(String text) {
    return text.length() <= REASON_CHARS_MAX
        ? text
        : text.substring(0, text.offsetByCodePoints(0, REASON_CHARS_MAX / 2)) + "…";
  }
}
