package io.penstock.workflow.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a {@link FakeCatalog} as catalog-service would, on a port of its own. */
public final class FakeCatalogServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile FakeCatalog catalog = new FakeCatalog();

  public FakeCatalogServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it serves now. */
  public FakeCatalog catalog() {
    return catalog;
  }

  /** Serves a fresh catalog from now on. */
  public void reset() {
    catalog = new FakeCatalog();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring("/api/v1/".length()).split("/");
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        send(exchange, 200, "application/json", answer(path, body));
      } catch (PenstockException e) {
        Problem problem = Problem.of(e);
        send(exchange, problem.status(), Problem.MEDIA_TYPE, problem);
      }
    }
  }

  private Object answer(String[] path, byte[] body) {
    String last = path[path.length - 1];
    return switch (last) {
      case "due" -> catalog.duePipelines();
      case "plans" -> catalog.plan(new PipelineName(path[1])).builds();
      case "publications" ->
          catalog.publish(new PipelineName(path[1]), Json.read(body, Publication.Request.class));
      case "builds" -> catalog.requestBuilds(Json.read(body, BuildRequest.class));
      case "end" -> catalog.endBuild(new BuildId(path[1]), Json.read(body, BuildEnd.class));
      default ->
          switch (path[0]) {
            case "build-requests" -> catalog.buildRequest(UUID.fromString(last));
            case "builds" -> planned(new BuildId(last));
            default -> throw PenstockException.user("unknown-address", String.join("/", path));
          };
    };
  }

  private static BuildDescription planned(BuildId build) {
    return new BuildDescription(
        build,
        Builds.FLIGHTS,
        1,
        Builds.day(1).window(),
        1,
        BuildState.PLANNED,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static void send(HttpExchange exchange, int status, String type, Object answer)
      throws IOException {
    byte[] json = Json.bytes(answer);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
