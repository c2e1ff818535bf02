package io.penstock.ingest.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.TopicReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The fake catalog over HTTP, with the paths of the real one. */
public final class FakeCatalogServer implements AutoCloseable {
  private final FakeCatalog catalog;
  private final HttpServer server;

  public FakeCatalogServer(FakeCatalog catalog) throws IOException {
    this.catalog = catalog;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/sources", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        Object answer = answer(exchange);
        if (answer == null) {
          exchange.sendResponseHeaders(204, -1);
        } else {
          send(exchange, 200, "application/json", answer);
        }
      } catch (PenstockException e) {
        Problem problem = Problem.of(e);
        send(exchange, problem.status(), Problem.MEDIA_TYPE, problem);
      }
    }
  }

  private @Nullable Object answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    byte[] body = exchange.getRequestBody().readAllBytes();
    String what = exchange.getRequestMethod() + (path.length > 5 ? " " + path[5] : "");
    return switch (what) {
      case "GET" -> path.length == 4 ? catalog.sources("", 1_000) : catalog.source(path[4]);
      case "PUT topic-partitions" ->
          catalog.reportTopic(path[4], Json.read(body, TopicReport.class));
      case "POST batches" -> catalog.commitBatch(path[4], Json.read(body, BatchCommit.class));
      case "POST progress" -> {
        catalog.reportProgress(path[4], Json.read(body, ProgressReport.class));
        yield null;
      }
      default -> throw PenstockException.user("unknown-address", what);
    };
  }

  private static void send(HttpExchange exchange, int status, String type, Object answer)
      throws IOException {
    byte[] bytes = Json.bytes(answer);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
