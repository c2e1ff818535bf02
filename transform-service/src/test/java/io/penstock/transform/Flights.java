package io.penstock.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The flights of the example: 20,000, of which 4,349 are delayed, on 90 days. */
public final class Flights {
  private static final Path EXAMPLE = Path.of("..", "examples", "flights");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm", Locale.ROOT);

  private Flights() {}

  public static PipelineSpec spec() {
    try {
      return PipelineSpecParser.parse(Files.readString(EXAMPLE.resolve("pipeline.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events, dealt to three topic-partitions. */
  public static List<List<Raw>> batches() {
    List<List<Raw>> batches = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(EXAMPLE.resolve("data/flights-20k.json.gz")))) {
      int index = 0;
      for (JsonNode event : Json.mapper().readTree(in)) {
        int partition = index++ % batches.size();
        List<Raw> batch = batches.get(partition);
        String time =
            LocalDateTime.parse(event.path("date").asText(), TIME)
                .toInstant(ZoneOffset.UTC)
                .toString();
        batch.add(Raw.at(batch.size(), time, Json.text(event)).inPartition(partition));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches;
  }
}
