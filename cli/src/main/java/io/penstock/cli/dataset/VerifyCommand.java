package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Console.Mark;
import io.penstock.cli.system.Part;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.WindowVerification;
import io.penstock.contracts.build.WindowVerification.Verdict;
import io.penstock.contracts.build.WindowVerification.VerifiedFile;
import io.penstock.contracts.dataset.VersionCheckpoints;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows that a version can be made again. */
@Command(
    name = "verify",
    description = {
      "Makes every window of a version once more, from its plan and the raw events, and compares the files with the published ones by their SHA-256. Stores nothing.",
      "Exits 1 if a row differs."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final Duration WINDOW_TIMEOUT = Duration.ofHours(1);

  @Mixin private CatalogOptions options;

  @Mixin private VersionParameters chosen;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    VersionDescription version =
        catalog.get(
            VersionDescription.class,
            "datasets/%s/versions/%s",
            chosen.dataset(),
            chosen.version());
    VersionVerification verification = verify(catalog, version);
    if (options.json()) {
      Console.standard().line(Json.text(verification));
    } else {
      print(verification);
    }
    return verification.verdict() == Verdict.DIFFERENT ? 1 : 0;
  }

  private VersionVerification verify(CatalogClient catalog, VersionDescription version) {
    String path = "datasets/%s/versions/%s/";
    // By its number from here on: a tag may move meanwhile.
    List<VersionCheckpoints> windows =
        catalog.list(
            VersionCheckpoints.class, path + "checkpoints", version.dataset(), version.number());
    Map<Window, List<OutputFile>> files =
        catalog
            .list(VersionFile.class, path + "files", version.dataset(), version.number())
            .stream()
            .collect(
                Collectors.groupingBy(
                    VersionFile::window,
                    Collectors.mapping(VersionFile::file, Collectors.toList())));
    CatalogClient transform =
        new CatalogClient(options.system().url(Part.TRANSFORM), WINDOW_TIMEOUT);
    List<WindowVerification> verified = new ArrayList<>();
    for (VersionCheckpoints window : windows) {
      Console.standard()
          .progress("%d of %d windows made once more".formatted(verified.size(), windows.size()));
      verified.add(
          transform.post(
              WindowVerification.class,
              request(window, files.getOrDefault(window.window(), List.of())),
              "windows:verify"));
    }
    return VersionVerification.of(version, verified);
  }

  private static WindowVerification.Request request(
      VersionCheckpoints window, List<OutputFile> files) {
    return new WindowVerification.Request(
        window.buildId(),
        files,
        window.checkpoints().stream()
            .filter(outcome -> outcome.checkpoint() == CheckpointName.CONFORMED)
            .findFirst()
            .flatMap(CheckOutcome::quarantine));
  }

  private static void print(VersionVerification verification) {
    Console console = Console.standard();
    for (WindowVerification window : verification.windows()) {
      window.files().stream()
          .filter(file -> file.verdict() != Verdict.SAME_BYTES)
          .forEach(file -> console.line(difference(console, window, file)));
    }
    console.line(
        String.format(
            Locale.ROOT,
            "%s %s v%d: %,d windows, %,d files, %,d rows: %s; content sha256:%s",
            console.bold(verification.verdict() == Verdict.DIFFERENT ? "DIFFERENT" : "VERIFIED"),
            verification.dataset(),
            verification.version(),
            verification.windows().size(),
            verification.files(),
            verification.rows(),
            words(verification.verdict()),
            verification.rebuilt().hex()));
  }

  private static String difference(Console console, WindowVerification window, VerifiedFile file) {
    boolean sameRows = file.verdict() == Verdict.SAME_ROWS;
    String engines =
        window.planned().equals(window.engine())
            ? ""
            : " (made by DuckDB %s revision %d, now %s revision %d)"
                .formatted(
                    window.planned().duckdb(),
                    window.planned().outputRevision(),
                    window.engine().duckdb(),
                    window.engine().outputRevision());
    return "%s %s %s: %s%s"
        .formatted(
            console.mark(sameRows ? Mark.WARNING : Mark.FAILED),
            window.window().start(),
            file.partitionPath(),
            sameRows ? words(file.verdict()) : rows(file),
            engines);
  }

  private static String rows(VerifiedFile file) {
    if (file.published().isEmpty()) {
      return "is not published";
    }
    return file.rebuilt().isEmpty() ? "was not made again" : words(Verdict.DIFFERENT);
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case SAME_BYTES -> "the same bytes";
      case SAME_ROWS -> "the same rows in other bytes";
      case DIFFERENT -> "other rows than published";
    };
  }
}
