package io.penstock.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address before some replicas, as a Kubernetes service is: each connection goes to the next
 * replica that takes it.
 */
final class Balancer implements AutoCloseable {
  private final List<InetSocketAddress> replicas;
  private final ServerSocket server;
  private final AtomicInteger turn = new AtomicInteger();

  Balancer(URI... replicas) {
    this.replicas =
        List.of(replicas).stream()
            .map(replica -> new InetSocketAddress(replica.getHost(), replica.getPort()))
            .toList();
    try {
      this.server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket replica = connect()) {
      Thread answers = Thread.startVirtualThread(() -> copy(replica, client));
      copy(client, replica);
      answers.join();
    } catch (IOException e) {
      // The client sees that its connection is closed, and tries again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket connect() throws IOException {
    IOException refused = new IOException("there are no replicas");
    for (int i = 0; i < replicas.size(); i++) {
      Socket socket = new Socket();
      try {
        socket.connect(replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size())), 1_000);
        return socket;
      } catch (IOException e) {
        socket.close();
        refused = e;
      }
    }
    throw refused;
  }

  /** Copies until one side ends, and then ends the other. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two is gone.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
