package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the services are told, and what they are not told in the open. */
class SettingsTest {
  private static final List<String> DEV = List.of("values-dev.yaml");
  private static final Pattern DOCUMENTED = Pattern.compile("`([a-z]+(?:\\.[a-z0-9-]+)+)`");
  private static final Pattern SECRET =
      Pattern.compile("(?i)password|secret|token|access.?key|jaas|privacy");

  static List<String> examples() {
    return Chart.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyVariableIsADocumentedSetting(String example) throws IOException {
    Set<String> known = documented();

    Chart.example(example)
        .pods()
        .forEach((name, pod) ->
            Environment.of(pod)
                .keySet()
                .forEach(variable ->
                    assertThat(
                            variable.equals("JDK_JAVA_OPTIONS")
                                || variable.startsWith("penstock.privacy.keys.")
                                // Kafka's own client settings; see "kafka.*" in the documentation.
                                || variable.startsWith("KAFKA_")
                                || known.contains(variable))
                        .as(name + ": " + variable + " is not in docs/configuration.md")
                        .isTrue()));
  }

  private static Set<String> documented() throws IOException {
    Set<String> known = new TreeSet<>();
    Matcher setting =
        DOCUMENTED.matcher(Files.readString(Chart.CHECKOUT.resolve("docs/configuration.md")));
    while (setting.find()) {
      known.add(setting.group(1).replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT));
    }
    return known;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void secretsComeByReferenceAlone(String example) {
    Manifests manifests = Chart.example(example);

    assertThat(manifests.text()).doesNotContain("kind: Secret");
    manifests
        .pods()
        .forEach((name, pod) -> {
          for (EnvVar variable : pod.getSpec().getContainers().getFirst().getEnv()) {
            if (SECRET.matcher(variable.getName()).find()) {
              assertThat(variable.getValue()).as(name + " " + variable.getName()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotEmpty();
            }
          }
        });
  }

  @Test
  void noValueIsAPassword() {
    // Names of secrets and of their keys are all that there is.
    assertNoSecret("", Yaml.file(Chart.FOLDER.resolve("values.yaml")));
  }

  private static void assertNoSecret(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> assertNoSecret(path + "/" + field.getKey(), field.getValue()));
    } else if (SECRET.matcher(path).find() && node.isTextual()) {
      assertThat(node.asText())
          .as(path)
          .isIn("", "ca.crt", "username", "password", "access-key", "secret-key");
    }
  }

  @Test
  void eachServiceGetsTheCredentialsThatItNeedsAndNoOthers() {
    assertThat(secrets("catalog"))
        .containsExactly(
            "catalog-app/password",
            "catalog-app/username",
            "penstock-s3/access-key",
            "penstock-s3/secret-key",
            "penstock/sasl.jaas.config");
    assertThat(secrets("ingest"))
        .containsExactly(
            "penstock-privacy/customers-2026",
            "penstock-s3/access-key",
            "penstock-s3/secret-key",
            "penstock/sasl.jaas.config");
    assertThat(secrets("validation"))
        .containsExactly("penstock-s3/access-key", "penstock-s3/secret-key");
    assertThat(secrets("transform"))
        .containsExactly(
            "penstock-privacy/customers-2026", "penstock-s3/access-key", "penstock-s3/secret-key");
    assertThat(secrets("workflow")).containsExactly("penstock/sasl.jaas.config");
  }

  private static Set<String> secrets(String service) {
    Set<String> secrets = new TreeSet<>();
    for (EnvVar variable :
        Chart.example("everything").pod(service).getSpec().getContainers().getFirst().getEnv()) {
      if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
        var reference = variable.getValueFrom().getSecretKeyRef();
        secrets.add(reference.getName() + "/" + reference.getKey());
      }
    }
    return secrets;
  }

  @Test
  void addressesAreThoseOfTheValues() {
    assertThat(Environment.of(Chart.example("strimzi").pod("ingest")))
        .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "events-kafka-bootstrap:9093")
        .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .containsEntry("KAFKA_SASL_JAAS_CONFIG", "penstock/sasl.jaas.config")
        .containsEntry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM")
        .containsEntry("KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/penstock/kafka/ca.crt")
        .containsEntry("PENSTOCK_CATALOG_URL", "http://release-penstock-catalog:8081")
        .containsEntry("PENSTOCK_INGEST_INSTANCE", "metadata.name");
    assertThat(Environment.of(Chart.example("cloudnative-pg").pod("catalog")))
        .containsEntry(
            "PENSTOCK_POSTGRES_JDBC_URL",
            "jdbc:postgresql://catalog-rw:5432/penstock?sslmode=require")
        .containsEntry(
            "PENSTOCK_POSTGRES_REACTIVE_URL",
            "postgresql://catalog-rw:5432/penstock?sslmode=require")
        .containsEntry("PENSTOCK_POSTGRES_PASSWORD", "catalog-app/password");
    assertThat(Environment.of(Chart.example("temporal").pod("workflow")))
        .containsEntry("PENSTOCK_TEMPORAL_ADDRESS", "temporal-frontend.temporal.svc:7233")
        .containsEntry("PENSTOCK_TEMPORAL_NAMESPACE", "penstock");
  }

  @Test
  void whatAPersonSetsForOneServiceWins() {
    Manifests manifests =
        Chart.render(
            DEV,
            Map.of(
                "settings.penstock\\.engine\\.threads", "3",
                "settings.penstock\\.engine\\.scratch", "/scratch/all",
                "transform.settings.penstock\\.engine\\.scratch", "/scratch/own"));

    assertThat(Environment.of(manifests.pod("transform")))
        .containsEntry("PENSTOCK_ENGINE_THREADS", "3")
        .containsEntry("PENSTOCK_ENGINE_SCRATCH", "/scratch/own");
    assertThat(Environment.of(manifests.pod("validation")))
        .containsEntry("PENSTOCK_ENGINE_SCRATCH", "/scratch/all");
  }

  @Test
  void everyPodLogsJsonUnlessToldOtherwise() {
    Chart.render(DEV, Map.of())
        .pods()
        .forEach((name, pod) ->
            assertThat(Environment.of(pod)).as(name).containsEntry("PENSTOCK_LOG_JSON", "true"));
    Chart.render(DEV, Map.of("settings.penstock\\.log\\.json", "false"))
        .pods()
        .forEach((name, pod) ->
            assertThat(Environment.of(pod)).as(name).containsEntry("PENSTOCK_LOG_JSON", "false"));
  }

  @Test
  void tracesGoWhereTheValuesSayAndNowhereOtherwise() {
    assertThat(Environment.of(Chart.example("production").pod("transform")))
        .containsEntry("PENSTOCK_TRACES_ENDPOINT", "http://collector.monitoring:4317")
        .containsEntry("PENSTOCK_TRACES_PROTOCOL", "grpc")
        .containsEntry("PENSTOCK_TRACES_RATIO", "0.1");
    assertThat(Environment.of(Chart.example("dev").pod("transform")))
        .doesNotContainKey("PENSTOCK_TRACES_ENDPOINT");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.bootstrapServers, kafka, /kafka/bootstrapServers",
    "postgres.host, '', /postgres/host",
    "postgres.secret.name, '', /postgres/secret/name",
    "s3.endpoint, s3.example.com, /s3/endpoint",
    "temporal.address, temporal, /temporal/address",
    "traces.endpoint, collector, /traces/endpoint",
    "traces.ratio, 2, /traces/ratio",
    "catalog.replicas, 0, /catalog/replicas",
    "catalog.replica, 2, replica",
    "settings.penstock\\.s3\\.secret-key, hidden, penstock/s3/secret-key",
    "ingest.settings.kafka\\.sasl\\.jaas\\.config, hidden, kafka/sasl/jaas/config",
    "transform.scratch.sizeLimit, much, /transform/scratch/sizeLimit",
  })
  void aWrongValueIsRefusedByItsName(String key, String value, String named) {
    assertThatThrownBy(() -> Chart.render(DEV, Map.of(key, value)))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .satisfies(
            e -> assertThat(e.getMessage().replace('.', '/')).contains(named.replace('.', '/')));
  }
}
