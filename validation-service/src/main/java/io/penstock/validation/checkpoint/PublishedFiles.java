package io.penstock.validation.checkpoint;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.id.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of published versions, each asked of the catalog once: they never change. */
final class PublishedFiles {
  private static final int PAGE = 1000;

  private record Version(String dataset, long number) {}

  private final CatalogApi catalog;
  private final Map<Version, Map<Window, List<VersionFile>>> known = new HashMap<>();

  PublishedFiles(CatalogApi catalog) {
    this.catalog = catalog;
  }

  /** The files of a version by window; none of version 0. */
  Map<Window, List<VersionFile>> windows(String dataset, long number) {
    return number == 0
        ? Map.of()
        : known.computeIfAbsent(new Version(dataset, number), this::fetch);
  }

  private Map<Window, List<VersionFile>> fetch(Version version) {
    Map<Window, List<VersionFile>> windows = new TreeMap<>(Comparator.comparing(Window::start));
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      Page<VersionFile> page =
          catalog.versionFiles(
              version.dataset(), Long.toString(version.number()), after.get(), PAGE);
      page.items()
          .forEach(file ->
              windows.computeIfAbsent(file.window(), window -> new ArrayList<>()).add(file));
      after = page.next();
    }
    return windows;
  }

  /** The windows that were built for a version, in their order: the one before has none of them. */
  Map<Window, List<VersionFile>> built(String dataset, long number) {
    Map<Window, List<VersionFile>> before = windows(dataset, number - 1);
    Map<Window, List<VersionFile>> built = new TreeMap<>(Comparator.comparing(Window::start));
    windows(dataset, number)
        .forEach((window, files) -> {
          List<VersionFile> earlier = before.getOrDefault(window, List.of());
          boolean same =
              !earlier.isEmpty() && earlier.getFirst().buildId().equals(files.getFirst().buildId());
          if (!same) {
            built.put(window, files);
          }
        });
    return built;
  }
}
