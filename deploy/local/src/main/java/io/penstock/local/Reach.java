package io.penstock.local;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who reaches the parts, and how.
 *
 * @param host the name that clients are told to come to
 * @param everywhere whether the parts listen on every interface of the machine; on loopback alone
 *     otherwise
 * @param kafkaOutside a second way to Kafka, for clients that cannot resolve the name
 */
record Reach(String host, boolean everywhere, Optional<Published> kafkaOutside) {
  static final String LOOPBACK = "127.0.0.1";

  Reach {
    if (!everywhere && kafkaOutside.isPresent()) {
      throw new IllegalArgumentException("what listens on loopback alone is not published");
    }
  }

  /** This machine alone: what a person's own machine is used with. */
  static Reach loopback() {
    return new Reach(LOOPBACK, false, Optional.empty());
  }

  /** Everyone who can resolve a name: inside a container, the network that it was given. */
  static Reach everywhere(String host, Optional<Published> kafkaOutside) {
    return new Reach(host, true, kafkaOutside);
  }

  /** The address that servers bind. */
  String bind() {
    return everywhere ? "0.0.0.0" : LOOPBACK;
  }

  InetSocketAddress bind(int port) {
    return new InetSocketAddress(bind(), port);
  }

  /** What clients are given. */
  String address(int port) {
    return host + ":" + port;
  }

  /**
   * A port of a container that its machine publishes on loopback.
   *
   * @param published the port on the machine's loopback
   * @param port the port in the container
   */
  record Published(int published, int port) {}
}
