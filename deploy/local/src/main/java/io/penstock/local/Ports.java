package io.penstock.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** TCP ports of the loopback interface. */
final class Ports {
  // Below the range from which Linux takes the ports of outgoing connections (32768 and up), and
  // above the fixed ports of
  // the product: nobody takes such a port by chance between its choice and its use, or while the
  // stack restarts.
  private static final int FREE_FROM = 20_000;
  private static final int FREE_TO = 32_000;
  private static final int ATTEMPTS = 200;

  // What was chosen and is not bound yet still looks free.
  private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  static InetSocketAddress address(int port) {
    return new InetSocketAddress(Reach.LOOPBACK, port);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(Reach.LOOPBACK), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody has, and that is given to nobody else of this process. */
  static int anyFree() throws StackProblem {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = RandomGenerator.getDefault().nextInt(FREE_FROM, FREE_TO);
      if (isFree(port) && CHOSEN.add(port)) {
        return port;
      }
    }
    throw new StackProblem(
        "found no free port from %d to %d on %s".formatted(FREE_FROM, FREE_TO, Reach.LOOPBACK));
  }

  /** Whether something listens there. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), (int) Duration.ofSeconds(1).toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
