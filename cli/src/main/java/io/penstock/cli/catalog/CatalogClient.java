package io.penstock.cli.catalog;

import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The catalog's REST API as a person's tool sees it. Problems come out as failures. */
public final class CatalogClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI base;
  private final Duration timeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public CatalogClient(URI service) {
    this(service, TIMEOUT);
  }

  /**
   * One for work that takes its time.
   *
   * @param service the catalog, or another service with an API of the same kind
   * @param timeout how long an answer may take
   */
  public CatalogClient(URI service, Duration timeout) {
    this.base = service.resolve("/api/v1/");
    this.timeout = timeout;
  }

  /** Reads one thing. */
  public <T> T get(Class<T> type, String path, Object... names) {
    return Json.read(send(request(path, names).GET()), type);
  }

  /** Reads one thing that may not exist. */
  public <T> Optional<T> find(Class<T> type, String path, Object... names) {
    try {
      return Optional.of(get(type, path, names));
    } catch (PenstockException e) {
      if (e.code().startsWith("unknown-")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads one page of a list that is read no further. */
  public <T> Page<T> page(Class<T> type, String path, Object... names) {
    return readPage(send(request(path, names).GET()), type);
  }

  /** Reads every page of a list. */
  public <T> List<T> list(Class<T> type, String path, Object... names) {
    List<T> items = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      String separator = path.contains("?") ? "&" : "?";
      String page =
          path
              + separator
              + "limit=500"
              + after.map(a -> "&after=" + encode(a).replace("%", "%%")).orElse("");
      byte[] body = send(request(page, names).GET());
      Page<T> read = readPage(body, type);
      items.addAll(read.items());
      after = read.next();
    } while (after.isPresent());
    return items;
  }

  /** Sends JSON and reads the answer. */
  public <T> T post(Class<T> type, Object body, String path, Object... names) {
    byte[] answer =
        send(
            request(path, names)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    return answer.length == 0
        ? Json.read("null".getBytes(StandardCharsets.UTF_8), type)
        : Json.read(answer, type);
  }

  /** Puts a text and reads the answer. */
  public <T> T put(Class<T> type, String text, String contentType, String path, Object... names) {
    return Json.read(
        send(
            request(path, names)
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofString(text))),
        type);
  }

  private HttpRequest.Builder request(String path, Object... names) {
    Object[] encoded = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      encoded[i] = encode(String.valueOf(names[i]));
    }
    return HttpRequest.newBuilder(URI.create(base + path.formatted(encoded)))
        .timeout(timeout)
        .header("Accept", "application/json, application/problem+json");
  }

  private byte[] send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 == 2) {
        return response.body();
      }
      throw problem(request, response);
    } catch (IOException e) {
      throw PenstockException.external(
          "catalog-unavailable",
          "%s does not answer (%s): is the system up? 'penstock status' tells"
              .formatted(
                  base, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    }
  }

  private static PenstockException problem(HttpRequest request, HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith(Problem.MEDIA_TYPE)) {
      return Json.read(response.body(), Problem.class).toException();
    }
    return PenstockException.internal(
        "unexpected-answer",
        "%s %s answered %d".formatted(request.method(), request.uri(), response.statusCode()));
  }

  private static <T> Page<T> readPage(byte[] body, Class<T> type) {
    try {
      return Json.mapper()
          .readValue(
              body, Json.mapper().getTypeFactory().constructParametricType(Page.class, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
