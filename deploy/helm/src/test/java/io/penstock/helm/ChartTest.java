package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart makes, for each of the examples. */
class ChartTest {
  private static final List<String> DEV = List.of("values-dev.yaml");

  static List<String> examples() {
    return Chart.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void helmFindsNothingWrong(String example) {
    LintResult result = Chart.lint(example);

    assertThat(result.isFailed()).as(() -> String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyObjectIsOneThatKubernetesKnowsAndNamedOnce(String example) {
    Manifests manifests = Chart.example(example);

    Set<String> names = new HashSet<>();
    for (HasMetadata object : manifests.objects()) {
      assertThat(names.add(object.getKind() + "/" + object.getMetadata().getName())).isTrue();
      assertThat(object.getMetadata().getName()).matches("release-penstock[a-z-]*");
      assertThat(object.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/part-of", "penstock")
          .containsEntry("app.kubernetes.io/instance", "release")
          .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/version");
    }
    assertThat(names)
        .contains(
            "Deployment/release-penstock-catalog",
            "StatefulSet/release-penstock-ingest",
            "Deployment/release-penstock-validation",
            "Deployment/release-penstock-transform",
            "Deployment/release-penstock-workflow",
            "Job/release-penstock-migration");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyServiceHasAddressAndDisruptionBudgetOfItsOwnPods(String example) {
    Manifests manifests = Chart.example(example);

    for (String service : Manifests.SERVICES) {
      Map<String, String> address =
          manifests.one(Service.class, "release-penstock-" + service).getSpec().getSelector();
      Map<String, String> budget =
          manifests
              .one(PodDisruptionBudget.class, "release-penstock-" + service)
              .getSpec()
              .getSelector()
              .getMatchLabels();
      for (String other : Manifests.SERVICES) {
        assertThat(manifests.selects(address, other)).isEqualTo(other.equals(service));
        assertThat(manifests.selects(budget, other)).isEqualTo(other.equals(service));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void selectorsOfWorkloadsMatchTheirPods(String example) {
    Manifests manifests = Chart.example(example);

    for (Deployment object : manifests.all(Deployment.class)) {
      assertThat(object.getSpec().getTemplate().getMetadata().getLabels())
          .containsAllEntriesOf(object.getSpec().getSelector().getMatchLabels());
    }
    StatefulSet ingest = manifests.one(StatefulSet.class, "release-penstock-ingest");
    assertThat(ingest.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(ingest.getSpec().getSelector().getMatchLabels());
    assertThat(ingest.getSpec().getServiceName()).isEqualTo("release-penstock-ingest");
  }

  @Test
  void anUpgradeStartsTheNewBeforeItStopsTheOld() {
    for (Deployment object : Chart.example("production").all(Deployment.class)) {
      var update = object.getSpec().getStrategy().getRollingUpdate();
      assertThat(update.getMaxUnavailable().getIntVal()).isZero();
      assertThat(update.getMaxSurge().getIntVal()).isEqualTo(1);
    }
  }

  @Test
  void aScaledServiceLeavesItsReplicasToWhoScalesIt() {
    Manifests manifests = Chart.example("production");

    assertThat(
            manifests.all(HorizontalPodAutoscaler.class).stream()
                .map(o -> o.getSpec().getScaleTargetRef().getName()))
        .containsExactlyInAnyOrder("release-penstock-catalog", "release-penstock-workflow");
    assertThat(manifests.scaled().stream().map(o -> o.spec().scaleTargetRef().name()))
        .containsExactlyInAnyOrder(
            "release-penstock-ingest", "release-penstock-validation", "release-penstock-transform");
    assertThat(manifests.all(Deployment.class))
        .allSatisfy(o -> assertThat(o.getSpec().getReplicas()).isNull());
    assertThat(manifests.one(StatefulSet.class, "release-penstock-ingest").getSpec().getReplicas())
        .isNull();
  }

  @Test
  void ingestScalesOnTheLagOfItsConsumerGroups() {
    ScaledObject ingest = scaled("ingest");

    assertThat(ingest.spec().scaleTargetRef().kind()).isEqualTo("StatefulSet");
    assertThat(ingest.spec().triggers())
        .first()
        .isEqualTo(
            new ScaledObject.Trigger(
                "kafka",
                Map.of(
                    "bootstrapServers",
                    "kafka-1.example.com:9093,kafka-2.example.com:9093,kafka-3.example.com:9093",
                    "consumerGroup",
                    "penstock-flights",
                    "topic",
                    "flights",
                    "lagThreshold",
                    "100000"),
                new ScaledObject.Authentication("penstock-kafka")));
  }

  @Test
  void workersScaleOnTheBacklogOfTheirTaskQueue() {
    assertThat(scaled("transform").spec().triggers())
        .containsExactly(
            new ScaledObject.Trigger(
                "temporal",
                Map.of(
                    "endpoint",
                    "temporal.example.com:7233",
                    "namespace",
                    "penstock",
                    "taskQueue",
                    "penstock-transform",
                    "queueTypes",
                    "activity",
                    "targetQueueSize",
                    "5"),
                null));
    assertThat(scaled("validation").spec().triggers().getFirst().metadata())
        .containsEntry("taskQueue", "penstock-validation");
  }

  private static ScaledObject scaled(String service) {
    return Chart.example("production").scaled().stream()
        .filter(o -> o.metadata().name().equals("release-penstock-" + service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theMigrationRunsBeforeInstallAndUpgradeAndNeedsPostgresAlone() {
    Job job = Chart.example("production").one(Job.class, "release-penstock-migration");
    var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();

    assertThat(job.getMetadata().getAnnotations())
        .containsEntry(Chart.HOOK, "pre-install,pre-upgrade");
    assertThat(container.getImage())
        .isEqualTo(
            Chart.example("production")
                .pod("catalog")
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage());
    assertThat(container.getEnv().stream().map(e -> e.getName()))
        .containsExactlyInAnyOrder(
            "PENSTOCK_POSTGRES_MIGRATE_ONLY",
            "PENSTOCK_LOG_JSON",
            "PENSTOCK_POSTGRES_JDBC_URL",
            "PENSTOCK_POSTGRES_USERNAME",
            "PENSTOCK_POSTGRES_PASSWORD",
            "JDK_JAVA_OPTIONS");
  }

  @Test
  void withoutTheJobTheCatalogMigratesWhenItStarts() {
    Manifests without = Chart.render(DEV, Map.of("migration.enabled", "false"));

    assertThat(without.all(Job.class)).isEmpty();
    assertThat(Environment.of(without.pod("catalog")))
        .containsEntry("PENSTOCK_POSTGRES_MIGRATE_AT_START", "true");
    assertThat(Environment.of(Chart.example("dev").pod("catalog")))
        .containsEntry("PENSTOCK_POSTGRES_MIGRATE_AT_START", "false");
  }

  @Test
  void anImageIsNamedByTagOrDigest() {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    Manifests manifests =
        Chart.render(
            DEV,
            Map.of(
                "image.registry", "registry.example.com",
                "image.tag", "1.2.3",
                "transform.image.digest", digest));

    assertThat(image(manifests, "catalog"))
        .isEqualTo("registry.example.com/penstock/catalog:1.2.3");
    assertThat(image(manifests, "transform"))
        .isEqualTo("registry.example.com/penstock/transform@" + digest);
  }

  private static String image(Manifests manifests, String service) {
    return manifests.pod(service).getSpec().getContainers().getFirst().getImage();
  }

  @Test
  void onlyTheApiIsReachedFromOutside() {
    Manifests manifests = Chart.example("production");
    var path =
        manifests
            .one(
                io.fabric8.kubernetes.api.model.networking.v1.Ingress.class,
                "release-penstock-catalog")
            .getSpec()
            .getRules()
            .getFirst()
            .getHttp()
            .getPaths();
    var route =
        manifests
            .one(
                io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute.class,
                "release-penstock-catalog")
            .getSpec()
            .getRules();

    assertThat(path).singleElement().satisfies(p -> assertThat(p.getPath()).isEqualTo("/api/"));
    assertThat(route)
        .singleElement()
        .satisfies(
            r -> assertThat(r.getMatches().getFirst().getPath().getValue()).isEqualTo("/api/"));
  }

  @Test
  void nothingIsReachedFromOutsideUnlessItIsAskedFor() {
    assertThat(Chart.example("dev").objects())
        .extracting(HasMetadata::getKind)
        .doesNotContain("Ingress", "HTTPRoute", "ServiceMonitor", "PrometheusRule");
    assertThat(Chart.example("dev").all(Service.class))
        .allSatisfy(s -> assertThat(s.getSpec().getType()).isEqualTo("ClusterIP"));
  }

  @Test
  void cpuAndBacklogDoNotScaleTheSameService() {
    assertThatThrownBy(() ->
            Chart.render(
                DEV,
                Map.of("transform.autoscaling.enabled", "true", "transform.keda.enabled", "true")))
        .hasMessageContaining("transform: autoscaling and keda exclude each other");
  }

  @Test
  void thereIsTimeToDrain() {
    assertThatThrownBy(() -> Chart.render(DEV, Map.of("shutdown.graceSeconds", "6")))
        .hasMessageContaining("must be longer than endpointsSeconds and drainSeconds");
  }
}
