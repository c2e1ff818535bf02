package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Metrics are collected, and alerts rest on metrics that exist and lead to a runbook. */
class MonitoringTest {
  private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+|up)\\{");

  @Test
  void metricsOfAllServicesAreCollected() {
    Manifests manifests = Chart.example("production");
    ServiceMonitor monitor = manifests.one(ServiceMonitor.class, "release-penstock");

    for (String service : Manifests.SERVICES) {
      assertThat(
              manifests
                  .one(io.fabric8.kubernetes.api.model.Service.class, "release-penstock-" + service)
                  .getMetadata()
                  .getLabels())
          .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
    }
    assertThat(monitor.getSpec().getEndpoints())
        .singleElement()
        .satisfies(endpoint -> {
          assertThat(endpoint.getPort()).isEqualTo("http");
          assertThat(endpoint.getPath()).isEqualTo("/q/metrics");
        });
  }

  @Test
  void alertsRestOnDocumentedMetrics() throws IOException {
    String operations = Files.readString(Chart.CHECKOUT.resolve("docs/operations.md"));
    Set<String> used = new TreeSet<>();
    for (Rule rule : rules()) {
      Matcher metric = METRIC.matcher(rule.getExpr().getStrVal());
      while (metric.find()) {
        used.add(metric.group(1));
      }
    }

    assertThat(used).contains("up", "penstock_ingest_lag", "penstock_ingest_records_total");
    assertThat(used)
        .allSatisfy(
            metric -> assertThat(operations.contains("| `" + metric + "`")).as(metric).isTrue());
  }

  @Test
  void everyAlertHasARunbook() throws IOException {
    List<String> headings =
        Files.readAllLines(Chart.CHECKOUT.resolve("docs/operations.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).toLowerCase(Locale.ROOT))
            .toList();

    for (Rule rule : rules()) {
      String runbook = rule.getAnnotations().get("runbook");
      assertThat(runbook)
          .isEqualTo("docs/operations.md#" + rule.getAlert().toLowerCase(Locale.ROOT));
      assertThat(headings).contains(runbook.substring(runbook.indexOf('#') + 1));
      assertThat(rule.getAnnotations().get("summary")).isNotBlank();
      assertThat(rule.getLabels().get("severity")).isIn("critical", "warning");
    }
  }

  /** Where there is no operator, Prometheus reads the same alerts from a file. */
  @Test
  void composeHasTheSameAlerts() {
    JsonNode alerts =
        Yaml.file(Chart.CHECKOUT.resolve("deploy/compose/prometheus/alerts.yml"))
            .at("/groups/0/rules");

    assertThat(alerts).hasSameSizeAs(rules());
    for (int i = 0; i < alerts.size(); i++) {
      Rule rule = rules().get(i);
      assertThat(alerts.get(i).path("alert").asText()).isEqualTo(rule.getAlert());
      assertThat(alerts.get(i).path("for").asText()).isEqualTo(rule.getFor());
      assertThat(alerts.get(i).at("/annotations/summary").asText())
          .isEqualTo(rule.getAnnotations().get("summary"));
      assertThat(alerts.get(i).path("expr").asText())
          .isEqualTo(
              rule.getExpr()
                  .getStrVal()
                  .replace("namespace=\"data\",", "")
                  .replace("namespace=\"data\"", ""));
    }
  }

  private static List<Rule> rules() {
    return Chart.example("production")
        .one(PrometheusRule.class, "release-penstock")
        .getSpec()
        .getGroups()
        .getFirst()
        .getRules();
  }
}
