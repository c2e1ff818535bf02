package io.penstock.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stack was asked for.
 *
 * @param dataDir holds all that outlives the process
 * @param cacheDir holds what any stack can use again: the unpacked programs of PostgreSQL
 * @param ports by part; 0 stands for any free one
 * @param parent process whose end also ends the stack
 * @param startTimeout how long a part may take to answer
 * @param reach who reaches the parts
 */
record StackOptions(
    Path dataDir,
    Path cacheDir,
    Map<PartName, Integer> ports,
    Set<PartName> parts,
    OptionalLong parent,
    Duration startTimeout,
    Reach reach) {

  static final String USAGE =
      """
      usage: LocalStack --data-dir DIR [options]
        --data-dir DIR          where everything is kept
        --cache-dir DIR         where programs are unpacked; may be shared by stacks (default: DIR/cache)
        --parts LIST            of kafka, postgres, s3, temporal (default: all)
        --kafka-port N          default 19092; 0 for any free port; or PENSTOCK_LOCAL_KAFKA_PORT
        --postgres-port N       default 15432; or PENSTOCK_LOCAL_POSTGRES_PORT
        --s3-port N             default 19000; or PENSTOCK_LOCAL_S3_PORT
        --temporal-port N       default 17233; or PENSTOCK_LOCAL_TEMPORAL_PORT
        --exit-with-parent PID  stop when that process has ended
        --start-timeout PT60S   how long a part may take to start
        --host NAME             listen on every interface, and tell clients to come to NAME; for containers alone:
                                the accounts are in the source (default: loopback alone)
        --kafka-outside P:N     with --host: listen for Kafka clients on port N too, and tell those to come to
                                127.0.0.1:P, where N is published\
      """;

  StackOptions {
    ports = Collections.unmodifiableMap(new EnumMap<>(ports));
    parts = Collections.unmodifiableSet(EnumSet.copyOf(parts));
    if (!dataDir.isAbsolute() || !cacheDir.isAbsolute()) {
      throw new IllegalArgumentException(
          "directories must be absolute: " + dataDir + ", " + cacheDir);
    }
    if (!startTimeout.isPositive()) {
      throw new IllegalArgumentException("start timeout must be positive: " + startTimeout);
    }
  }

  /** The port asked for; 0 stands for any free one. */
  int port(PartName part) {
    return ports.getOrDefault(part, part.defaultPort());
  }

  /**
   * Reads a command line; where it names no port, the environment may.
   *
   * @throws StackProblem if it cannot be understood
   */
  static StackOptions parse(List<String> args, Map<String, String> env) throws StackProblem {
    Path dataDir = null;
    Path cacheDir = null;
    OptionalLong parent = OptionalLong.empty();
    Duration startTimeout = Duration.ofSeconds(60);
    Set<PartName> parts = EnumSet.allOf(PartName.class);
    Map<PartName, Integer> ports = portsFrom(env);
    String host = null;
    Reach.Published kafkaOutside = null;

    List<String> rest = new ArrayList<>(args);
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      if (rest.isEmpty()) {
        throw usage("no value for, or unknown option " + option);
      }
      String value = rest.removeFirst();
      switch (option) {
        case "--data-dir" -> dataDir = Path.of(value).toAbsolutePath().normalize();
        case "--cache-dir" -> cacheDir = Path.of(value).toAbsolutePath().normalize();
        case "--parts" -> parts = parts(value);
        case "--exit-with-parent" ->
            parent = OptionalLong.of(number(option, value, Long.MAX_VALUE));
        case "--start-timeout" -> startTimeout = duration(option, value);
        case "--host" -> host = value;
        case "--kafka-outside" -> kafkaOutside = published(option, value);
        default -> ports.put(portOf(option), (int) number(option, value, 65535));
      }
    }
    if (dataDir == null) {
      throw usage("--data-dir is missing");
    }
    if (cacheDir == null) {
      cacheDir = dataDir.resolve("cache");
    }
    return new StackOptions(
        dataDir, cacheDir, ports, parts, parent, startTimeout, reach(host, kafkaOutside));
  }

  private static Reach reach(@Nullable String host, Reach.@Nullable Published kafkaOutside)
      throws StackProblem {
    if (host != null) {
      return Reach.everywhere(host, Optional.ofNullable(kafkaOutside));
    }
    if (kafkaOutside != null) {
      throw usage("--kafka-outside needs --host");
    }
    return Reach.loopback();
  }

  private static Reach.Published published(String name, String value) throws StackProblem {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw usage(name + ": '" + value + "' is no pair of ports like 19092:9094");
    }
    return new Reach.Published(
        (int) number(name, value.substring(0, colon), 65535),
        (int) number(name, value.substring(colon + 1), 65535));
  }

  private static Map<PartName, Integer> portsFrom(Map<String, String> env) throws StackProblem {
    Map<PartName, Integer> ports = new EnumMap<>(PartName.class);
    for (PartName part : PartName.values()) {
      String value = env.get(part.portVariable());
      if (value != null && !value.isBlank()) {
        ports.put(part, (int) number(part.portVariable(), value.strip(), 65535));
      }
    }
    return ports;
  }

  private static PartName portOf(String option) throws StackProblem {
    for (PartName part : PartName.values()) {
      if (part.portOption().equals(option)) {
        return part;
      }
    }
    throw usage("unknown option " + option);
  }

  private static Set<PartName> parts(String list) throws StackProblem {
    Set<PartName> parts = EnumSet.noneOf(PartName.class);
    for (String name : list.split(",", -1)) {
      parts.add(
          PartName.of(name.strip())
              .orElseThrow(() -> usage("--parts: there is no part '" + name.strip() + "'")));
    }
    return parts;
  }

  private static long number(String name, String value, long max) throws StackProblem {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw usage(name + ": '" + value + "' is no number from 0 to " + max);
  }

  private static Duration duration(String name, String value) throws StackProblem {
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // reported below, together with durations that are not positive
    }
    throw usage(name + ": '" + value + "' is no positive duration like PT60S");
  }

  private static StackProblem usage(String message) {
    return new StackProblem(message + "\n" + USAGE);
  }
}
