package io.penstock.cli.demo;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.dataset.LedgerView;
import io.penstock.cli.dataset.PublishedRows;
import io.penstock.cli.system.Backing;
import io.penstock.cli.system.Part;
import io.penstock.cli.system.SystemOptions;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.ledger.SourceLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demo made.
 *
 * @param version the published version
 * @param source the account of the source
 * @param checkpoints how many checkpoints passed and how many expectations they held, by boundary
 * @param late rows that came after their window was published and are kept out of it
 * @param counted rows and positive labels that a plain DuckDB counts in the published files
 * @param sample five rows
 */
record DemoReport(
    VersionDescription version,
    SourceLedger source,
    List<CheckpointSummary> checkpoints,
    long late,
    PublishedRows.Rows counted,
    PublishedRows.Rows sample) {

  /** The verdicts of one boundary over all windows. */
  record CheckpointSummary(
      CheckpointName checkpoint,
      String suite,
      long passed,
      long rejected,
      long expectations,
      long warnings) {}

  static DemoReport collect(CatalogClient catalog, Backing backing, String name) {
    VersionDescription version =
        catalog.get(VersionDescription.class, "datasets/%s/versions/latest", name);
    List<VersionFile> files =
        catalog.list(VersionFile.class, "datasets/%s/versions/%s/files", name, version.number());
    try (PublishedRows rows = PublishedRows.download(backing.store(), files)) {
      return new DemoReport(
          version,
          catalog.get(SourceLedger.class, "sources/%s/ledger", name),
          checkpoints(catalog.list(BuildDescription.class, "pipelines/%s/builds", name)),
          catalog.list(WindowDescription.class, "pipelines/%s/windows", name).stream()
              .mapToLong(w -> w.ledger().late().count())
              .sum(),
          rows.query("SELECT count(*) AS rows, count_if(delayed) AS delayed FROM rows"),
          rows.query(
              "SELECT * FROM rows ORDER BY md5(concat_ws('|', event_time, origin, destination)) LIMIT 5"));
    }
  }

  private static List<CheckpointSummary> checkpoints(List<BuildDescription> builds) {
    List<CheckpointSummary> summaries = new ArrayList<>();
    for (CheckpointName name : CheckpointName.values()) {
      List<CheckOutcome> outcomes =
          builds.stream()
              .filter(build ->
                  build.state() == BuildState.PUBLISHED || build.state() == BuildState.REJECTED)
              .flatMap(build -> build.checkpoints().stream())
              .filter(outcome -> outcome.checkpoint() == name)
              .toList();
      String suite =
          outcomes.stream()
              .flatMap(outcome -> outcome.suite().stream())
              .map(s -> s.name() + " v" + s.version())
              .findFirst()
              .orElse("-");
      long passed = outcomes.stream().filter(CheckOutcome::passed).count();
      summaries.add(
          new CheckpointSummary(
              name,
              suite,
              passed,
              outcomes.size() - passed,
              outcomes.stream().mapToLong(CheckOutcome::evaluated).sum(),
              outcomes.stream()
                  .filter(CheckOutcome::passed)
                  .mapToLong(outcome -> outcome.failures().size())
                  .sum()));
    }
    return summaries;
  }

  /** Whether every row is accounted for, in the catalog and in the files. */
  boolean balanced() {
    BuildLedger ledger = version.ledger();
    boolean allWindowed =
        source.windowed().values().stream()
            .anyMatch(windowed -> windowed.equals(ledger.windowed()));
    boolean counted = Long.parseLong(this.counted.values().getFirst().getFirst()) == version.rows();
    return source.balanced() && ledger.balanced() && allWindowed && counted;
  }

  void print(Console console, SystemOptions options, Duration took, boolean running, boolean json) {
    if (json) {
      console.line(Json.text(this));
      return;
    }
    console.heading("Version");
    console.line(
        "  %s v%d   sha256:%s"
            .formatted(version.dataset(), version.number(), version.contentHash()));
    console.line(
        "  %,d rows (%s of them delayed) in %d windows and %d Parquet files; Iceberg snapshot %d"
            .formatted(
                version.rows(),
                counted.values().getFirst().get(1),
                version.windows(),
                version.files(),
                version.snapshotId()));
    console.line("  " + version.metadataLocation());
    console.heading("Ledger");
    LedgerView.print(console, source);
    console.line("");
    LedgerView.print(console, version.dataset() + " v" + version.number(), version.ledger());
    console.heading("Checkpoints");
    Table table =
        new Table("CHECKPOINT", "SUITE", "PASSED", "REJECTED", "EXPECTATIONS", "WARNINGS");
    checkpoints.forEach(c ->
        table.row(
            c.checkpoint().text(),
            c.suite(),
            c.passed(),
            c.rejected(),
            c.expectations(),
            c.warnings()));
    table.print(console);
    console.heading("Five rows of the published Parquet");
    Table rows = new Table(sample.columns().toArray(String[]::new));
    sample.values().forEach(row -> rows.row(row.toArray()));
    rows.print(console);
    console.heading("Go on");
    console.line("  took " + Console.words(took));
    if (!running) {
      console.line("  ./penstock up                 starts everything again on the same data");
    }
    console.line("  ./penstock status             shows each part");
    console.line("  ./penstock ledger flights     accounts for every row");
    console.line("  ./penstock checkpoints flights  names the page of each checkpoint");
    console.line("  ./penstock head flights       reads the published Parquet");
    console.line("  REST API and its description: " + options.url(Part.CATALOG) + "/q/openapi");
    console.line("");
    console.line(machineLine());
  }

  /** The last line, for programs. */
  String machineLine() {
    BuildLedger ledger = version.ledger();
    return String.format(
        Locale.ROOT,
        "PUBLISHED %s v%d sha256:%s landed=%d published=%d unplaced=%d schema_failed=%d quarantined=%d duplicate=%d filtered=%d late=%d",
        version.dataset(),
        version.number(),
        version.contentHash(),
        source.landed().count(),
        version.rows(),
        source.unplacedTotal().count(),
        ledger.schemaFailed().count(),
        ledger.quarantined().count(),
        ledger.duplicate().count(),
        ledger.filtered().map(Fingerprint::count).orElse(0L),
        late);
  }
}
