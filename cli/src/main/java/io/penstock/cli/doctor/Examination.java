package io.penstock.cli.doctor;

import io.penstock.cli.system.Health;
import io.penstock.cli.system.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks one service what everybody may ask: whether it is ready, and its metrics. */
record Examination(Part part, URI address) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final double EVENTS_OLD_SECONDS = 120;
  private static final double HEAP_FULL = 0.95;

  /** What was found; at least one finding. */
  List<Finding> findings() {
    Health health = Health.of(address);
    if (!health.ready()) {
      return List.of(Finding.problem(part.title(), health.words(), adviceFor(health)));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good(part.title(), "ready at " + address));
    metrics()
        .ifPresentOrElse(
            metrics -> look(metrics, findings),
            () ->
                findings.add(
                    Finding.warning(
                        part.title(),
                        "its metrics do not answer",
                        "open " + address.resolve("/q/metrics") + " to see why")));
    return findings;
  }

  private String adviceFor(Health health) {
    return health.words().equals("does not answer")
        ? "is it running, and may this machine reach %s? Nothing is lost meanwhile"
            .formatted(address)
        : "see to the part that is named; the service goes on by itself once it answers";
  }

  private void look(Metrics metrics, List<Finding> findings) {
    switch (part) {
      case CATALOG -> lookAtCatalog(metrics, findings);
      case INGEST ->
          metrics
              .sumBy("penstock_ingest_lag", "source")
              .forEach((source, records) ->
                  findings.add(
                      Finding.good(
                          part.title(),
                          String.format(
                              Locale.ROOT,
                              "source %s: %,.0f records not landed yet",
                              source,
                              records))));
      case VALIDATION, TRANSFORM -> lookAtSlots(metrics, findings);
      case WORKFLOW, STACK -> {}
    }
    double heap = metrics.sumBy("jvm_memory_used_bytes", "area").getOrDefault("heap", 0.0);
    double max = metrics.sumBy("jvm_memory_max_bytes", "area").getOrDefault("heap", 0.0);
    if (max > 0 && heap / max > HEAP_FULL) {
      findings.add(
          Finding.warning(part.title(), "its Java heap is nearly full", "give it more memory"));
    }
  }

  private void lookAtCatalog(Metrics metrics, List<Finding> findings) {
    metrics
        .sumBy("penstock_catalog_losses", "source")
        .forEach((source, count) ->
            findings.add(
                Finding.problem(
                    part.title(),
                    String.format(
                        Locale.ROOT,
                        "Kafka lost records of source %s before they were landed: %.0f topic-partitions stand still",
                        source,
                        count),
                    "look at %s, then acknowledge"
                        .formatted(address.resolve("/api/v1/sources/" + source + "/losses")))));
    double oldest = metrics.max("penstock_catalog_events_oldest_seconds");
    if (oldest > EVENTS_OLD_SECONDS) {
      findings.add(
          Finding.warning(
              part.title(),
              String.format(Locale.ROOT, "events have waited %.0f s for Kafka", oldest),
              "does Kafka take records? Nothing is lost: everybody asks the catalog, too"));
    }
  }

  private void lookAtSlots(Metrics metrics, List<Finding> findings) {
    Double free =
        metrics.sumBy("temporal_worker_task_slots_available", "worker_type").get("ActivityWorker");
    if (free != null && free == 0) {
      findings.add(
          Finding.warning(
              part.title(),
              "all its workers are busy",
              "if work piles up: more replicas, or more steps at a time"));
    }
  }

  private Optional<Metrics> metrics() {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(address.resolve("/q/metrics")).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(Metrics.of(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
