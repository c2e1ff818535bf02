package io.penstock.checkpoint.data;

import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of one format, whose rows are one table.
 *
 * @param format how rows stand in all of them
 * @param paths absolute, sorted, at least one
 */
public record DataFiles(DataFormat format, List<Path> paths) {
  /** The code of every failure of files that cannot be read as one table. */
  public static final String BAD_DATA = "bad-data";

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  public DataFiles {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no files");
    }
  }

  /**
   * Finds files. Of a directory, and of everything below it, those are taken whose names tell a
   * format; names that begin with {@code _} or {@code .} are passed over.
   *
   * @param arguments files, directories, and patterns such as {@code data/**}{@code /*.parquet}
   * @param given the format, if names are not to tell it
   * @throws PenstockException USER {@code bad-data}, a line for each argument that gives no file
   *     and if the formats differ; text files of no bytes have no rows, but one must have some
   */
  public static DataFiles find(List<String> arguments, Optional<DataFormat> given) {
    List<String> problems = new ArrayList<>();
    TreeSet<Path> found = new TreeSet<>();
    for (String argument : arguments) {
      try {
        List<Path> files = files(argument, given);
        if (files.isEmpty()) {
          problems.add("%s: no file with data there".formatted(argument));
        }
        found.addAll(files);
      } catch (InvalidPathException | PatternSyntaxException e) {
        problems.add("%s: no name of a file: %s".formatted(argument, e.getMessage()));
      } catch (IOException | UncheckedIOException e) {
        problems.add("%s: cannot be read: %s".formatted(argument, e.getMessage()));
      }
    }
    TreeMap<DataFormat, Path> formats = new TreeMap<>();
    for (Path file : found) {
      Optional<DataFormat> format = given.or(() -> DataFormat.of(file));
      format.ifPresentOrElse(
          known -> formats.putIfAbsent(known, file),
          () ->
              problems.add(
                  "%s: its name does not tell the format (%s); name it with --format"
                      .formatted(file, DataFormat.known())));
      if (!Files.isReadable(file)) {
        problems.add("%s: cannot be read".formatted(file));
      }
    }
    if (formats.size() > 1) {
      problems.add("these cannot be one table, their formats differ: " + formats.values());
    }
    if (!problems.isEmpty()) {
      throw PenstockException.user(BAD_DATA, String.join("\n", problems));
    }
    List<Path> filled = found.stream().filter(file -> size(file) > 0).toList();
    if (filled.isEmpty()) {
      throw PenstockException.user(BAD_DATA, found + ": nothing in it, not even columns");
    }
    return new DataFiles(
        formats.firstKey(), formats.containsKey(DataFormat.PARQUET) ? List.copyOf(found) : filled);
  }

  private static List<Path> files(String argument, Optional<DataFormat> given) throws IOException {
    Path path = Path.of(argument).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return below(path, file -> given.isPresent() || DataFormat.of(file).isPresent());
    }
    if (Files.exists(path)) {
      return List.of(path);
    }
    Path start = path;
    while (start.getParent() != null && WILDCARD.matcher(start.toString()).find()) {
      start = start.getParent();
    }
    if (start.equals(path) || !Files.isDirectory(start)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
    return below(start, matcher);
  }

  private static List<Path> below(Path directory, PathMatcher wanted) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(file -> shown(directory.relativize(file)))
          .filter(wanted::matches)
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static boolean shown(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith("_") || name.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** What a session must reach to read them: the files, and what links lead to. */
  public List<Path> reached() {
    return paths.stream().flatMap(path -> Stream.of(path, real(path))).distinct().toList();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw PenstockException.user(BAD_DATA, path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Their size in bytes, as they stand there. */
  public long bytes() {
    return paths.stream().mapToLong(DataFiles::size).sum();
  }

  /** The size of one file in bytes. */
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw PenstockException.user(BAD_DATA, file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** For people: the name of the only file, or how many there are. */
  public String words() {
    return paths.size() == 1
        ? paths.getFirst().getFileName().toString()
        : paths.size() + " files (" + extensions() + ")";
  }

  private String extensions() {
    return paths.stream()
        .map(path -> path.getFileName().toString())
        .map(name -> name.substring(Math.max(0, name.indexOf('.'))))
        .distinct()
        .sorted()
        .limit(3)
        .collect(Collectors.joining(", "));
  }
}
