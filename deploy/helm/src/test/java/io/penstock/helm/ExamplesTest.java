package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The objects of the examples and the values beside them speak of the same things. (That the
 * objects are what their operators take was checked against the operators' own schemas.)
 */
class ExamplesTest {
  @Test
  void strimzisUserHasTheNameAndTheListenerThatTheValuesName() throws IOException {
    Map<String, JsonNode> objects = objects("strimzi/kafka.yaml");
    JsonNode values = Yaml.file(Chart.EXAMPLES.resolve("strimzi/values.yaml"));
    JsonNode kafka = objects.get("Kafka/events");
    JsonNode listener = kafka.at("/spec/kafka/listeners/0");

    assertThat(objects).containsKey("KafkaUser/" + values.at("/kafka/secret/name").asText());
    assertThat(values.at("/kafka/bootstrapServers").asText())
        .isEqualTo("events-kafka-bootstrap:" + listener.path("port").asInt());
    assertThat(values.at("/kafka/trust/secret").asText()).isEqualTo("events-cluster-ca-cert");
    assertThat(listener.at("/authentication/type").asText()).isEqualTo("scram-sha-512");
    assertThat(objects.keySet()).contains("KafkaTopic/penstock.events");
    assertThat(objects.values())
        .filteredOn(object -> object.at("/metadata/labels").has("strimzi.io/cluster"))
        .allSatisfy(object ->
            assertThat(object.at("/metadata/labels/strimzi.io~1cluster").asText())
                .isEqualTo("events"));
  }

  /** The consumer groups of ingest and workflow, and the topic that the catalog writes to. */
  @Test
  void strimzisUserMayDoWhatPenstockDoes() throws IOException {
    Set<String> rights = new HashSet<>();
    for (JsonNode acl :
        objects("strimzi/kafka.yaml").get("KafkaUser/penstock").at("/spec/authorization/acls")) {
      for (JsonNode operation : acl.path("operations")) {
        rights.add(
            acl.at("/resource/type").asText()
                + " "
                + acl.at("/resource/name").asText()
                + " "
                + operation.asText());
      }
    }

    assertThat(rights)
        .containsExactlyInAnyOrder(
            "topic * Describe",
            "topic * DescribeConfigs",
            "topic * Read",
            "topic penstock.events Describe",
            "topic penstock.events Write",
            "group penstock- Describe",
            "group penstock- Read");
  }

  @Test
  void theClusterOfPostgresIsTheOneThatTheValuesName() throws IOException {
    JsonNode cluster = objects("cloudnative-pg/cluster.yaml").get("Cluster/catalog");
    JsonNode values = Yaml.file(Chart.EXAMPLES.resolve("cloudnative-pg/values.yaml"));

    assertThat(values.at("/postgres/host").asText()).isEqualTo("catalog-rw");
    assertThat(values.at("/postgres/secret/name").asText()).isEqualTo("catalog-app");
    assertThat(values.at("/postgres/database"))
        .isEqualTo(cluster.at("/spec/bootstrap/initdb/database"));
    // A commit is on two machines before it is answered.
    assertThat(cluster.at("/spec/postgresql/synchronous/number").asInt()).isEqualTo(1);
  }

  @Test
  void temporalsChartMakesTheNamespaceThatTheValuesName() {
    JsonNode chart = Yaml.file(Chart.EXAMPLES.resolve("temporal/temporal-values.yaml"));
    JsonNode values = Yaml.file(Chart.EXAMPLES.resolve("temporal/values.yaml"));

    assertThat(chart.at("/server/config/namespaces/namespace/0/name"))
        .isEqualTo(values.at("/temporal/namespace"));
  }

  @Test
  void everySecretOfTheProductionExampleIsMade() throws IOException {
    JsonNode values = Yaml.file(Chart.EXAMPLES.resolve("values-production.yaml"));
    Map<String, Set<String>> made = new HashMap<>();
    objects("external-secrets/secrets.yaml")
        .values()
        .forEach(object -> {
          Set<String> keys = new HashSet<>();
          object.at("/spec/data").forEach(entry -> keys.add(entry.path("secretKey").asText()));
          made.put(object.at("/spec/target/name").asText(), keys);
        });

    assertThat(made.get(values.at("/postgres/secret/name").asText()))
        .containsExactlyInAnyOrder("username", "password");
    assertThat(made.get(values.at("/s3/secret/name").asText()))
        .containsExactlyInAnyOrder("access-key", "secret-key");
    assertThat(made.get(values.at("/privacy/keys/0/secret").asText()))
        .containsExactly(values.at("/privacy/keys/0/key").asText());
    assertThat(objects("keda/kafka-authentication.yaml"))
        .containsKey("TriggerAuthentication/" + values.at("/ingest/keda/authentication").asText());
  }

  private static Map<String, JsonNode> objects(String file) throws IOException {
    List<JsonNode> documents = Yaml.documents(Files.readString(Chart.EXAMPLES.resolve(file)));
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode document : documents) {
      JsonNode before =
          objects.put(
              document.path("kind").asText() + "/" + document.at("/metadata/name").asText(),
              document);
      assertThat(before).isNull();
    }
    return objects;
  }

  /** Without this, none of the tests of manifests would say much. */
  @Test
  void aMisspelledFieldIsFound() {
    String text = Chart.example("dev").text();

    assertThatThrownBy(
            () -> Manifests.of(text.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem")))
        .hasMessageContaining("Unrecognized field \"readOnlyRootFileSystem\"");
    assertThatThrownBy(() -> Manifests.of(text.replace("unhealthyPodEvictionPolicy", "unhealthy")))
        .hasMessageContaining("Unrecognized field \"unhealthy\"");
  }
}
