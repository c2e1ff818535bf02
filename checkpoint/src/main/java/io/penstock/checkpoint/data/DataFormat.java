package io.penstock.checkpoint.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How rows stand in a file. */
public enum DataFormat {
  PARQUET(List.of(".parquet", ".pq"), false),
  /** A JSON object a line; an array of objects is understood as well. */
  NDJSON(List.of(".ndjson", ".jsonl", ".json"), true),
  /** With a header; the separator is found out. */
  CSV(List.of(".csv", ".tsv"), true);

  private static final List<String> COMPRESSIONS = List.of("", ".gz", ".zst");

  private final List<String> extensions;
  private final boolean compressible;

  DataFormat(List<String> extensions, boolean compressible) {
    this.extensions = extensions;
    this.compressible = compressible;
  }

  /** The format that a file's name tells. */
  static Optional<DataFormat> of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(format -> format.extensions().anyMatch(name::endsWith))
        .findFirst();
  }

  private Stream<String> extensions() {
    return compressible
        ? extensions.stream()
            .flatMap(extension -> COMPRESSIONS.stream().map(packed -> extension + packed))
        : extensions.stream();
  }

  /** The names of files that tell a format, for people. */
  static String known() {
    return ".parquet, .ndjson, .jsonl, .json, .csv, .tsv, the last five also with .gz or .zst";
  }
}
