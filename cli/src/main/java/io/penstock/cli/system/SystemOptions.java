package io.penstock.cli.system;

import io.penstock.contracts.failure.PenstockException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which system on this machine a command is about. */
public final class SystemOptions {
  private static final int OFFSET_MAX = 40_000;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where data, logs and process ids are kept (PENSTOCK_DATA_DIR; default: .penstock in the checkout).")
  @Nullable Path dataDir;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description =
          "Added to every port, so that systems can run beside each other (PENSTOCK_PORT_OFFSET; default: 0).")
  @Nullable Integer portOffset;

  /** The data directory, absolute. */
  public Path dataDir() {
    if (dataDir != null) {
      return dataDir.toAbsolutePath().normalize();
    }
    return environment("PENSTOCK_DATA_DIR")
        .map(Path::of)
        .orElseGet(() -> Checkout.current().file(".penstock"))
        .toAbsolutePath()
        .normalize();
  }

  int portOffset() {
    int offset =
        portOffset != null
            ? portOffset
            : environment("PENSTOCK_PORT_OFFSET").map(SystemOptions::number).orElse(0);
    if (offset < 0 || offset > OFFSET_MAX) {
      throw PenstockException.user("bad-port", "a port offset lies between 0 and " + OFFSET_MAX);
    }
    return offset;
  }

  int port(Part part) {
    return part.defaultPort() + portOffset();
  }

  /** The address of a service: {@code PENSTOCK_<SERVICE>_URL}, or else loopback. */
  public URI url(Part part) {
    return URI.create(
        environment("PENSTOCK_%s_URL".formatted(part.name()))
            .orElse("http://127.0.0.1:" + port(part)));
  }

  static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw PenstockException.user("bad-port", "PENSTOCK_PORT_OFFSET is not a number: " + text, e);
    }
  }
}
