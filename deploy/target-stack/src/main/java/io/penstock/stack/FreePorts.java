package io.penstock.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** TCP ports of the loopback interface for the programs that a test starts. */
public final class FreePorts {
  // Below the range from which Linux takes the ports of outgoing connections (32768 and up): nobody
  // takes such a port by chance between its choice and its use.
  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int ATTEMPTS = 200;

  // What was chosen and is not bound yet still looks free.
  private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * A port that nobody has, and that is given to nobody else of this process.
   *
   * @throws IllegalStateException if none is found
   */
  public static int next() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = RandomGenerator.getDefault().nextInt(FROM, TO);
      if (isFree(port) && CHOSEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from %d to %d".formatted(FROM, TO));
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
