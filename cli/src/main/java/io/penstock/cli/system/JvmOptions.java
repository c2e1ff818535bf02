package io.penstock.cli.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the processes of a local system are run. What runs for seconds, or mostly waits, is compiled
 * by the quick compiler alone, which starts sooner and takes less memory. Ingest and transform read
 * every byte of every event and get the optimising compiler as well, for about a second more at
 * their start.
 */
public final class JvmOptions {
  private JvmOptions() {}

  /** The options of a part's JVM. */
  public static List<String> of(Part part) {
    List<String> options = new ArrayList<>();
    options.add(part == Part.STACK ? "-Xmx512m" : "-Xmx256m");
    options.add("-XX:+UseSerialGC");
    switch (part) {
      // A heap that begins small touches no memory that only garbage would fill.
      case INGEST, TRANSFORM -> options.add("-Xms64m");
      case STACK, CATALOG, VALIDATION, WORKFLOW -> options.add("-XX:TieredStopAtLevel=1");
    }
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("--sun-misc-unsafe-memory-access=allow");
    return List.copyOf(options);
  }

  /**
   * What the C library is told: by default it keeps freed memory in many places, one for each
   * thread that ever asked, and the engine's threads come and go.
   */
  public static Map<String, String> environment() {
    return Map.of("MALLOC_ARENA_MAX", "2");
  }
}
