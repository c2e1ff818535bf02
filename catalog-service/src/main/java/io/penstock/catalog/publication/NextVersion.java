package io.penstock.catalog.publication;

import io.penstock.catalog.iceberg.TableChange;
import io.penstock.catalog.iceberg.TableFile;
import io.penstock.catalog.publication.Head.HeadFile;
import io.penstock.catalog.publication.Head.HeadWindow;
import io.penstock.catalog.publication.Head.ShapeOf;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.BuildLedger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The version that some builds make of the newest one: head′ = head − replaced + added.
 *
 * @param number its number
 * @param specVersion the newest spec version among its windows
 * @param windows how many windows it has
 * @param content its data files
 * @param ledger the sum over its windows
 * @param replaced the windows of the head that get another build
 * @param removed the files of those windows
 * @param added what is published
 */
record NextVersion(
    long number,
    int specVersion,
    int windows,
    ContentSums content,
    BuildLedger ledger,
    List<HeadWindow> replaced,
    List<HeadFile> removed,
    List<FinishedBuild> added) {

  /**
   * The version after the head.
   *
   * @param added the builds that the head was read for
   */
  static NextVersion of(Head head, List<FinishedBuild> added) {
    requireOnePerWindow(added);
    return new NextVersion(
        head.version() + 1,
        IntStream.concat(
                head.kept().shapes().stream().mapToInt(ShapeOf::specVersion),
                added.stream().mapToInt(build -> build.candidate().specVersion()))
            .max()
            .orElseThrow(),
        head.kept().count() + added.size(),
        head.content(),
        added.stream().map(FinishedBuild::ledger).reduce(head.kept().ledger(), BuildLedger::plus),
        head.replaced(),
        head.removed(),
        added);
  }

  private static void requireOnePerWindow(List<FinishedBuild> added) {
    Set<Window> windows = new HashSet<>();
    for (FinishedBuild build : added) {
      if (!windows.add(build.window())) {
        throw new IllegalArgumentException("two builds of window " + build.window());
      }
    }
  }

  /** What it changes in the Iceberg table. */
  TableChange change(Head head) {
    Map<BuildId, OutputShape> shapes = new HashMap<>();
    replaced.forEach(window -> shapes.put(window.buildId(), window.shape()));
    List<ShapeOf> newestFirst =
        Stream.concat(
                head.kept().shapes().stream(),
                added.stream()
                    .map(build ->
                        new ShapeOf(
                            build.candidate().specVersion(), build.window(), build.shape())))
            .sorted(
                Comparator.comparingInt(ShapeOf::specVersion)
                    .reversed()
                    .thenComparing(ShapeOf::latest, Comparator.reverseOrder()))
            .toList();
    Set<List<OutputColumn>> columns = new LinkedHashSet<>();
    newestFirst.forEach(of -> columns.add(of.shape().columns()));
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
            "penstock.content-hash", "sha256:" + content.contentHash(),
            "penstock.builds", Integer.toString(added.size()),
            "penstock.windows", Integer.toString(windows)));
  }

  private static TableFile tableFile(HeadFile file, Optional<OutputShape> shape) {
    OutputShape known =
        shape.orElseThrow(
            () -> new IllegalStateException(file.file().object().key() + " is of no window"));
    return new TableFile(file.file(), known.partitionBy(), known.columns());
  }
}
