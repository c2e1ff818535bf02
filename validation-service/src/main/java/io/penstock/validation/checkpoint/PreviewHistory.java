package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build of a version would have been compared with: {@code latest} and {@code trailing} are
 * the versions of the dataset before it. Versions by number or tag, and those of other datasets,
 * are what they are now.
 */
final class PreviewHistory implements History {
  private final CatalogApi catalog;
  private final PublishedFiles published;
  private final ReferencedFiles files;
  private final String dataset;
  private final long number;
  private final Map<VersionReference, List<PublishedVersion>> known = new HashMap<>();

  /**
   * @param dataset the dataset that is previewed
   * @param number the version that is
   */
  PreviewHistory(
      CatalogApi catalog,
      PublishedFiles published,
      ReferencedFiles files,
      String dataset,
      long number) {
    this.catalog = catalog;
    this.published = published;
    this.files = files;
    this.dataset = dataset;
    this.number = number;
  }

  @Override
  public List<PublishedVersion> versions(VersionReference reference) {
    List<PublishedVersion> versions = known.get(reference);
    if (versions == null) {
      versions = find(reference);
      known.put(reference, versions);
    }
    return versions;
  }

  private List<PublishedVersion> find(VersionReference reference) {
    String of = reference.dataset().map(name -> name.value()).orElse(dataset);
    if (reference.version().filter(name -> !name.equals(VersionReference.LATEST)).isPresent()) {
      return List.of(whole(of, catalog.version(of, reference.version().get()).number()));
    }
    long newest =
        of.equals(dataset) ? number - 1 : catalog.version(of, VersionReference.LATEST).number();
    if (reference.version().isPresent()) {
      return newest == 0 ? List.of() : List.of(whole(of, newest));
    }
    List<PublishedVersion> trailing = new ArrayList<>();
    for (long n = newest; n > Math.max(0, newest - reference.trailing().orElseThrow()); n--) {
      trailing.add(version(of, n, Optional.empty()));
    }
    return trailing;
  }

  private PublishedVersion whole(String of, long version) {
    List<StoredObject> objects =
        published.windows(of, version).values().stream()
            .flatMap(Collection::stream)
            .map(file -> file.file().object())
            .toList();
    return version(of, version, files.rows(objects, known.size()));
  }

  private PublishedVersion version(String of, long version, Optional<PublishedVersion.Data> data) {
    Map<Window, List<VersionFile>> built = published.built(of, version);
    long rows =
        built.values().stream()
            .flatMap(Collection::stream)
            .mapToLong(file -> file.file().content().count())
            .sum();
    return new PublishedVersion(version, rows, built.size(), data);
  }
}
