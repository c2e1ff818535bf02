package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every pod, for each of the examples. */
class PodTest {
  static List<String> examples() {
    return Chart.examples();
  }

  /** The rules of the Pod Security Standard "restricted", as Kubernetes states them. */
  @ParameterizedTest
  @MethodSource("examples")
  void everyPodKeepsToTheRestrictedStandard(String example) {
    Chart.example(example)
        .pods()
        .forEach((name, pod) -> {
          PodSpec spec = pod.getSpec();
          PodSecurityContext all = spec.getSecurityContext();
          assertThat(all.getRunAsNonRoot()).as(name).isTrue();
          assertThat(all.getRunAsUser()).as(name).isPositive();
          assertThat(all.getSeccompProfile().getType()).as(name).isEqualTo("RuntimeDefault");
          assertThat(spec.getHostNetwork()).as(name).isNull();
          assertThat(spec.getHostPID()).as(name).isNull();
          assertThat(spec.getHostIPC()).as(name).isNull();
          assertThat(spec.getInitContainers()).as(name).isEmpty();
          for (Container container : spec.getContainers()) {
            SecurityContext own = container.getSecurityContext();
            assertThat(own.getAllowPrivilegeEscalation()).as(name).isFalse();
            assertThat(own.getPrivileged()).as(name).isNull();
            assertThat(own.getCapabilities().getDrop()).as(name).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).as(name).isEmpty();
            assertThat(own.getRunAsUser()).as(name).isNull();
            assertThat(container.getPorts())
                .as(name)
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
          }
          for (Volume volume : spec.getVolumes()) {
            assertThat(volume.getHostPath()).as(name).isNull();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aContainerWritesOnlyToVolumesThatAreBounded(String example) {
    Chart.example(example)
        .pods()
        .forEach((name, pod) -> {
          Container container = pod.getSpec().getContainers().getFirst();
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).as(name).isTrue();
          Set<String> volumes = new TreeSet<>();
          for (Volume volume : pod.getSpec().getVolumes()) {
            volumes.add(volume.getName());
            assertThat(bounded(volume)).as(name + " " + volume.getName()).isTrue();
          }
          assertThat(container.getVolumeMounts().stream().map(m -> m.getName()))
              .as(name)
              .containsExactlyInAnyOrderElementsOf(volumes);
          assertThat(container.getVolumeMounts().stream().map(m -> m.getMountPath()))
              .as(name)
              .contains("/tmp");
        });
  }

  private static boolean bounded(Volume volume) {
    if (volume.getEmptyDir() != null) {
      return volume.getEmptyDir().getSizeLimit() != null;
    }
    if (volume.getEphemeral() != null) {
      return volume
          .getEphemeral()
          .getVolumeClaimTemplate()
          .getSpec()
          .getResources()
          .getRequests()
          .containsKey("storage");
    }
    return volume.getSecret() != null;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void noPodHoldsATokenOfTheCluster(String example) {
    Manifests manifests = Chart.example(example);

    manifests
        .pods()
        .forEach((name, pod) -> {
          assertThat(pod.getSpec().getAutomountServiceAccountToken()).as(name).isFalse();
          ServiceAccount account =
              manifests.one(ServiceAccount.class, pod.getSpec().getServiceAccountName());
          assertThat(account.getMetadata().getName()).isEqualTo(name);
          assertThat(account.getAutomountServiceAccountToken()).isFalse();
        });
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aContainerGetsTheMemoryThatItAskedFor(String example) {
    Chart.example(example)
        .pods()
        .forEach((name, pod) -> {
          var resources = pod.getSpec().getContainers().getFirst().getResources();
          assertThat(resources.getRequests().keySet()).as(name).contains("cpu", "memory");
          assertThat(resources.getLimits().get("memory"))
              .as(name)
              .isEqualTo(resources.getRequests().get("memory"));
        });
  }

  @ParameterizedTest
  @MethodSource("examples")
  void probesAskWhatTheServicesAnswer(String example) {
    for (String service : Manifests.SERVICES) {
      Container container = container(example, service);
      assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
      assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
      assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
      // A readiness check asks backing services with deadlines of up to five seconds.
      assertThat(container.getReadinessProbe().getTimeoutSeconds()).isGreaterThan(5);
      assertThat(container.getPorts())
          .singleElement()
          .satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort())
                .isEqualTo(
                    Map.of(
                            "catalog",
                            8081,
                            "ingest",
                            8082,
                            "validation",
                            8083,
                            "transform",
                            8084,
                            "workflow",
                            8085)
                        .get(service));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aServiceHasTimeToFinishWhatItHolds(String example) {
    for (String service : Manifests.SERVICES) {
      PodTemplateSpec pod = Chart.example(example).pod(service);
      Map<String, String> environment = Environment.of(pod);
      long drain = seconds(environment.get("QUARKUS_SHUTDOWN_TIMEOUT"));
      long wait = container(example, service).getLifecycle().getPreStop().getSleep().getSeconds();
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(drain + wait);
      if (Set.of("validation", "transform", "workflow").contains(service)) {
        assertThat(seconds(environment.get("PENSTOCK_TEMPORAL_SHUTDOWN_TIMEOUT"))).isEqualTo(drain);
      }
    }
  }

  private static long seconds(String duration) {
    return java.time.Duration.parse(duration).toSeconds();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void replicasSpreadOverZonesAndNodes(String example) {
    for (String service : Manifests.SERVICES) {
      var constraints =
          Chart.example(example).pod(service).getSpec().getTopologySpreadConstraints();
      assertThat(constraints.stream().map(c -> c.getTopologyKey()))
          .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
      assertThat(constraints)
          .allSatisfy(c ->
              assertThat(
                      Chart.example(example)
                          .selects(c.getLabelSelector().getMatchLabels(), service))
                  .isTrue());
    }
  }

  @Test
  void memoryHoldsTheHeapAndTheEnginesSessions() {
    for (String example : Chart.examples()) {
      for (String service : List.of("validation", "transform")) {
        Container container = container(example, service);
        Map<String, String> environment = Environment.of(Chart.example(example).pod(service));
        double memory =
            Quantity.getAmountInBytes(container.getResources().getLimits().get("memory"))
                .doubleValue();
        String options = environment.get("JDK_JAVA_OPTIONS");
        double heap =
            memory * Double.parseDouble(options.substring(options.lastIndexOf('=') + 1)) / 100;
        long engine = megabytes(environment.getOrDefault("PENSTOCK_ENGINE_MEMORY_LIMIT", "256M"));
        long sessions =
            Long.parseLong(
                environment.getOrDefault(
                    service.equals("transform")
                        ? "PENSTOCK_TRANSFORM_PARALLEL"
                        : "PENSTOCK_VALIDATION_CONCURRENCY",
                    "2"));
        // The rest of a JVM: code, classes, threads, buffers.
        long jvm = 180L << 20;
        assertThat(heap + engine * sessions + jvm)
            .as(example + " " + service)
            .isLessThanOrEqualTo(memory);
      }
    }
  }

  private static long megabytes(String size) {
    return Long.parseLong(size.substring(0, size.length() - 1)) << 20;
  }

  private static Container container(String example, String service) {
    return Chart.example(example).pod(service).getSpec().getContainers().stream()
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
  }
}
