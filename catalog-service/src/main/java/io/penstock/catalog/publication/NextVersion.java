package io.penstock.catalog.publication;

import io.penstock.catalog.iceberg.TableChange;
import io.penstock.catalog.iceberg.TableFile;
import io.penstock.catalog.publication.Head.HeadFile;
import io.penstock.catalog.publication.Head.HeadWindow;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.lake.fingerprint.ContentHash;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The version that some builds make of the newest one: head′ = head − replaced + added.
 *
 * @param number its number
 * @param specVersion the newest spec version among its windows
 * @param contentHash hash of its rows
 * @param ledger the sum over its windows
 * @param windows its windows
 * @param files its data files
 * @param replaced the windows of the head that get another build
 * @param removed the files of those windows
 * @param added what is published
 */
record NextVersion(
    long number,
    int specVersion,
    Sha256 contentHash,
    BuildLedger ledger,
    List<HeadWindow> windows,
    List<HeadFile> files,
    List<HeadWindow> replaced,
    List<HeadFile> removed,
    List<FinishedBuild> added) {

  static NextVersion of(Head head, List<FinishedBuild> added) {
    Map<Window, FinishedBuild> byWindow = new TreeMap<>();
    for (FinishedBuild build : added) {
      if (byWindow.put(build.window(), build) != null) {
        throw new IllegalArgumentException("two builds of window " + build.window());
      }
    }
    List<HeadWindow> windows =
        Stream.concat(
                head.windows().stream().filter(window -> !byWindow.containsKey(window.window())),
                added.stream().map(NextVersion::window))
            .sorted(Comparator.comparing(HeadWindow::window))
            .toList();
    List<HeadFile> files =
        Stream.concat(
                head.files().stream().filter(file -> !byWindow.containsKey(file.window())),
                added.stream().flatMap(NextVersion::files))
            .toList();
    return new NextVersion(
        head.version() + 1,
        windows.stream().mapToInt(HeadWindow::specVersion).max().orElseThrow(),
        ContentHash.of(
            files.stream()
                .map(file ->
                    new ContentHash.Part(
                        file.window(), file.file().partitionPath(), file.file().content()))
                .toList()),
        windows.stream().map(HeadWindow::ledger).reduce(BuildLedger.EMPTY, BuildLedger::plus),
        windows,
        files,
        head.windows().stream().filter(window -> byWindow.containsKey(window.window())).toList(),
        head.files().stream().filter(file -> byWindow.containsKey(file.window())).toList(),
        added);
  }

  long rows() {
    return files.stream().mapToLong(file -> file.file().content().count()).sum();
  }

  long bytes() {
    return files.stream().mapToLong(file -> file.file().object().bytes()).sum();
  }

  /** What it changes in the Iceberg table. */
  TableChange change(Head head) {
    Map<BuildId, OutputShape> shapes = new HashMap<>();
    replaced.forEach(window -> shapes.put(window.buildId(), window.shape()));
    List<HeadWindow> newestFirst =
        windows.stream()
            .sorted(
                Comparator.comparingInt(HeadWindow::specVersion)
                    .reversed()
                    .thenComparing(HeadWindow::window, Comparator.reverseOrder()))
            .toList();
    Set<List<OutputColumn>> columns = new LinkedHashSet<>();
    newestFirst.forEach(window -> columns.add(window.shape().columns()));
    return new TableChange(
        head.dataset(),
        List.copyOf(columns),
        newestFirst.getFirst().shape().partitionBy(),
        removed.stream()
            .map(file -> tableFile(file, Optional.ofNullable(shapes.get(file.buildId()))))
            .toList(),
        added.stream().flatMap(build -> build.tableFiles().stream()).toList(),
        Map.of(
            "penstock.version", Long.toString(number),
            "penstock.content-hash", "sha256:" + contentHash,
            "penstock.builds", Integer.toString(added.size()),
            "penstock.windows", Integer.toString(windows.size())));
  }

  private static TableFile tableFile(HeadFile file, Optional<OutputShape> shape) {
    OutputShape known =
        shape.orElseThrow(
            () -> new IllegalStateException(file.file().object().key() + " is of no window"));
    return new TableFile(file.file(), known.partitionBy(), known.columns());
  }

  private static HeadWindow window(FinishedBuild build) {
    return new HeadWindow(
        build.window(),
        build.buildId(),
        build.candidate().specVersion(),
        build.ledger(),
        build.shape());
  }

  private static Stream<HeadFile> files(FinishedBuild build) {
    return build.files().stream().map(file -> new HeadFile(build.window(), build.buildId(), file));
  }
}
