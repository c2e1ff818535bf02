package io.penstock.catalog.audit;

import io.penstock.contracts.catalog.AuditReport;
import java.util.ArrayList;
import java.util.List;

/** What an audit has looked at and found. */
final class Findings {
  /** A check that fails a thousand times says so in this many lines. */
  private static final int VIOLATIONS_PER_CHECK_MAX = 20;

  private final List<String> checks = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * Notes a check.
   *
   * @param claim what should hold
   * @param found what does not, a line each
   */
  void note(String claim, List<String> found) {
    checks.add(claim);
    found.stream()
        .limit(VIOLATIONS_PER_CHECK_MAX)
        .forEach(violation -> violations.add(claim + ": " + violation));
    if (found.size() > VIOLATIONS_PER_CHECK_MAX) {
      violations.add("%s: %d more".formatted(claim, found.size() - VIOLATIONS_PER_CHECK_MAX));
    }
  }

  AuditReport report() {
    return new AuditReport(checks, violations);
  }
}
