package io.penstock.contracts.catalog;

import java.util.List;

/**
 * The independent audit of the catalog's invariants against the database and the store.
 *
 * @param checks what was checked, a line each
 * @param violations what does not hold, a line each; empty if all is well
 */
public record AuditReport(List<String> checks, List<String> violations) {
  public AuditReport {
    checks = List.copyOf(checks);
    violations = List.copyOf(violations);
  }
}
