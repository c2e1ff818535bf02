package io.penstock.cli.dataset;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.ledger.SourceLedger;

/** A ledger as people read it: what came in, where it is, and whether that is all. */
public final class LedgerView {
  private LedgerView() {}

  /** Prints the account of a source. */
  public static void print(Console console, SourceLedger ledger) {
    Table table = new Table("SOURCE " + ledger.source(), "ROWS", "FINGERPRINT");
    row(table, "landed", ledger.landed());
    ledger
        .windowed()
        .forEach((windowing, rows) -> row(table, "= windowed (" + windowing + ")", rows));
    row(table, "+ unplaced", ledger.unplacedTotal());
    ledger.unplaced().forEach((status, rows) -> row(table, "    " + status.text(), rows));
    table.print(console);
    console.line("  " + (ledger.balanced() ? "balanced" : "NOT BALANCED"));
    ledger
        .losses()
        .forEach(loss ->
            console.line(
                "  lost before landing: positions from %d to %s (%s)"
                    .formatted(
                        loss.from(),
                        loss.to().map(String::valueOf).orElse("unknown"),
                        loss.cause().text())));
  }

  /** Prints the account of a version or window. */
  public static void print(Console console, String what, BuildLedger ledger) {
    Table table = new Table(what, "ROWS", "FINGERPRINT");
    row(table, "windowed", ledger.windowed());
    row(table, "= schema failed", ledger.schemaFailed());
    row(table, "+ quarantined", ledger.quarantined());
    row(table, "+ duplicate", ledger.duplicate());
    row(table, "+ passed", ledger.passed());
    ledger.published().ifPresent(rows -> row(table, "    published", rows));
    ledger.filtered().ifPresent(rows -> row(table, "    filtered", rows));
    table.print(console);
    console.line("  " + (ledger.balanced() ? "balanced" : "NOT BALANCED"));
  }

  private static void row(Table table, String term, Fingerprint rows) {
    table.row(term, rows.count(), rows.sum());
  }
}
