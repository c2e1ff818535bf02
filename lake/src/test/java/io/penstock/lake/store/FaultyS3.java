package io.penstock.lake.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** As much of S3 as single objects need, with answers that go wrong on request. */
final class FaultyS3 implements AutoCloseable {
  /** What happens to a PUT. */
  enum Fault {
    /** It is carried out, but the answer is 503. */
    ANSWER_LOST,
    /** It is carried out, but the connection ends without an answer. */
    CONNECTION_LOST,
    /** It is not carried out, and the answer is 503. */
    OVERLOADED,
    /** It is not carried out, because another conditional write is under way. */
    CONFLICT
  }

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final HttpServer server;
  private boolean truncating;

  FaultyS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  StoreSettings settings() {
    return new StoreSettings(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        "us-east-1",
        "access",
        "secret",
        "bucket");
  }

  /** The next PUTs fail in these ways, one after the other. */
  synchronized void failNext(Fault... next) {
    faults.addAll(Arrays.asList(next));
  }

  /** Bodies of GETs end early. */
  synchronized void truncate() {
    truncating = true;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, path, body);
        case "GET", "HEAD" -> get(exchange, path);
        default -> error(exchange, 405, "MethodNotAllowed");
      }
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
    switch (faults.poll()) {
      case ANSWER_LOST -> {
        objects.putIfAbsent(path, body);
        error(exchange, 503, "ServiceUnavailable");
      }
      case CONNECTION_LOST -> objects.putIfAbsent(path, body);
      case OVERLOADED -> error(exchange, 503, "SlowDown");
      case CONFLICT -> error(exchange, 409, "ConditionalRequestConflict");
      case null -> {
        if (objects.putIfAbsent(path, body) == null) {
          exchange.getResponseHeaders().add("ETag", "\"x\"");
          exchange.sendResponseHeaders(200, -1);
        } else {
          error(exchange, 412, "PreconditionFailed");
        }
      }
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    byte[] bytes = objects.get(path);
    if (bytes == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    exchange.getResponseHeaders().add("ETag", "\"x\"");
    exchange.getResponseHeaders().add("Last-Modified", "Mon, 01 Jan 2001 00:00:00 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, truncating ? bytes.length - 1 : bytes.length);
    }
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    byte[] xml = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : xml.length);
    if (!head) {
      exchange.getResponseBody().write(xml);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
