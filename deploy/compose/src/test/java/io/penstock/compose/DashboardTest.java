package io.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards show metrics that exist, from the data source that is provisioned. */
class DashboardTest {
  private static final Path GRAFANA = ComposeFile.MODULE.resolve("grafana");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:penstock|http|jvm|process|temporal|kafka)_[a-z0-9_]+|up(?=\\{))");

  @Test
  void everyPanelRestsOnDocumentedMetrics() throws IOException {
    String operations = Files.readString(ComposeFile.CHECKOUT.resolve("docs/operations.md"));
    Set<String> used = new TreeSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        Matcher metric = METRIC.matcher(target.path("expr").asText());
        boolean found = false;
        while (metric.find()) {
          used.add(metric.group(1));
          found = true;
        }
        assertThat(found).as(panel.path("title").asText()).isTrue();
      }
    }

    assertThat(used).contains("penstock_ingest_lag", "jvm_memory_used_bytes");
    assertThat(used)
        .allSatisfy(
            metric -> assertThat(operations.contains("| `" + metric + "`")).as(metric).isTrue());
  }

  @Test
  void panelsAskTheProvisionedSourceAndDoNotOverlap() throws IOException {
    Map<String, Object> sources =
        ComposeFile.yaml(
            Files.readString(GRAFANA.resolve("provisioning/datasources/prometheus.yaml")));
    Set<String> cells = new HashSet<>();
    Set<Integer> ids = new HashSet<>();

    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(sources.toString())
            .contains("uid=" + panel.path("datasource").path("uid").asText());
      }
      JsonNode place = panel.path("gridPos");
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          assertThat(cells.add((place.path("x").asInt() + x) + "/" + (place.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  private static JsonNode dashboard() throws IOException {
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      return new ObjectMapper().readTree(Files.readString(files.findFirst().orElseThrow()));
    }
  }
}
