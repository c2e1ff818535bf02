package io.penstock.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The flights of {@code examples/flights/data}: one event is one object of the file's array. */
final class FlightsEvents {
  private FlightsEvents() {}

  static List<byte[]> read(Path gzip) {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(gzip)))) {
      List<byte[]> events = new ArrayList<>();
      for (JsonNode event : Json.mapper().readTree(in)) {
        events.add(Json.bytes(event));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
