package io.penstock.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one stack of this JVM.
 *
 * <p>Quarkus loads test classes in several class loaders, each with static fields of its own. What
 * is shared therefore stands in a system property: the first class loader starts the stack, the
 * others find it there.
 */
final class SharedStack {
  private static final String FILE_PROPERTY = "penstock.target-stack.settings";
  private static final String DESCRIPTION_PROPERTY = "penstock.target-stack.description";
  private static @Nullable TargetStack instance;

  private SharedStack() {}

  static TargetStack get() {
    // An object that every class loader sees as the same one.
    synchronized (ProcessHandle.class) {
      TargetStack known = instance;
      if (known == null) {
        String file = System.getProperty(FILE_PROPERTY);
        known = new TargetStack(file == null ? start() : attach(Path.of(file)), true);
        instance = known;
      }
      return known;
    }
  }

  private static Backing start() {
    Path parent = Path.of("target", "target-stack").toAbsolutePath();
    removeLeftovers(parent);
    Path dataDir = parent.resolve(Long.toString(ProcessHandle.current().pid()));
    Backing backing = TargetStack.backing(dataDir);
    Runtime.getRuntime().addShutdownHook(new Thread(backing::discard, "stop-target-stack"));
    Path file = dataDir.resolve("settings.properties");
    try {
      Files.createDirectories(dataDir);
      Files.writeString(
          file,
          new TreeMap<>(backing.settings())
              .entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                  .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(DESCRIPTION_PROPERTY, backing.description());
    System.setProperty(FILE_PROPERTY, file.toString());
    System.out.println("Integration tests run on: " + backing.description() + " (" + dataDir + ")");
    return backing;
  }

  private static Backing attach(Path file) {
    try {
      return new Attached(System.getProperty(DESCRIPTION_PROPERTY, ""), LocalBacking.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The logs of the last run are worth keeping, those of the runs before are not.
  private static void removeLeftovers(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> runs = Files.list(parent)) {
      for (Path run : runs.toList()) {
        String pid = run.getFileName().toString();
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          delete(run);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The shared stack, seen from a class loader that did not start it. */
  private record Attached(String description, Map<String, String> settings) implements Backing {
    @Override
    public void kill() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restart() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void discard() {
      throw new UnsupportedOperationException();
    }
  }
}
