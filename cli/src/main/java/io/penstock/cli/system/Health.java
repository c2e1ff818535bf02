package io.penstock.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service says of itself.
 *
 * @param ready whether it can do its work
 * @param words what is missing, if it cannot
 */
public record Health(boolean ready, String words) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Asks the service at an address. */
  public static Health of(URI service) {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? new Health(true, "ready")
          : new Health(false, missing(response.body()));
    } catch (IOException e) {
      return new Health(false, "does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Health(false, "interrupted");
    }
  }

  private static String missing(byte[] body) {
    List<String> down = new ArrayList<>();
    try {
      for (JsonNode check : Json.mapper().readTree(body).path("checks")) {
        if (!check.path("status").asText().equals("UP")) {
          down.add(check.path("name").asText() + data(check.path("data")));
        }
      }
    } catch (IOException e) {
      return "not ready";
    }
    return down.isEmpty() ? "not ready" : "not ready: " + String.join("; ", down);
  }

  private static String data(JsonNode data) {
    List<String> words = new ArrayList<>();
    data.forEach(value -> words.add(value.asText()));
    return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
  }
}
