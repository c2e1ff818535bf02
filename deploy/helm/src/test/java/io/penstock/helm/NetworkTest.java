package io.penstock.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may talk to whom. */
class NetworkTest {
  static List<String> examples() {
    return Chart.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingIsAllowedByDefaultForAnyPod(String example) {
    Manifests manifests = Chart.example(example);
    NetworkPolicy deny = manifests.one(NetworkPolicy.class, "release-penstock-default-deny");

    assertThat(deny.getSpec().getIngress()).isEmpty();
    assertThat(deny.getSpec().getEgress()).isEmpty();
    assertThat(deny.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    manifests
        .pods()
        .values()
        .forEach(pod ->
            assertThat(pod.getMetadata().getLabels())
                .containsAllEntriesOf(deny.getSpec().getPodSelector().getMatchLabels()));
  }

  @Test
  void eachServiceCallsWhatTheArchitectureSaysAndNothingElse() {
    assertThat(ports("dev", "catalog")).containsExactly(53, 5432, 8333, 9092);
    assertThat(ports("dev", "ingest")).containsExactly(53, 8081, 8333, 9092);
    assertThat(ports("dev", "validation")).containsExactly(53, 7233, 8333);
    assertThat(ports("dev", "transform")).containsExactly(53, 7233, 8333);
    assertThat(ports("dev", "workflow")).containsExactly(53, 7233, 8081, 9092);
    assertThat(ports("dev", "migration")).containsExactly(53, 5432);
  }

  @Test
  void portsFollowTheAddresses() {
    assertThat(ports("everything", "catalog")).containsExactly(53, 443, 4317, 5432, 9093);
  }

  private static Set<Integer> ports(String example, String service) {
    return policy(example, service).getSpec().getEgress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .map(port -> port.getPort().getIntVal())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static NetworkPolicy policy(String example, String service) {
    return Chart.example(example).one(NetworkPolicy.class, "release-penstock-" + service);
  }

  @Test
  void theApiIsCalledByIngestWorkflowAndWhoIsNamed() {
    List<NetworkPolicyPeer> callers =
        policy("production", "catalog").getSpec().getIngress().getFirst().getFrom();

    assertThat(callers)
        .extracting(peer ->
            peer.getPodSelector() == null
                ? peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name")
                : peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/name"))
        .containsExactly("ingest", "workflow", "ingress");
  }

  @Test
  void theOtherServicesAnswerOnlyWhoReadsMetrics() {
    for (String service : List.of("ingest", "validation", "transform", "workflow")) {
      assertThat(policy("production", service).getSpec().getIngress())
          .singleElement()
          .satisfies(rule ->
              assertThat(rule.getFrom().getFirst().getNamespaceSelector().getMatchLabels().values())
                  .containsExactly("monitoring"));
    }
    assertThat(policy("production", "migration").getSpec().getIngress()).isEmpty();
  }

  @Test
  void backingServicesAreNarrowedDownToTheirPods() {
    List<NetworkPolicyEgressRule> rules = policy("everything", "catalog").getSpec().getEgress();

    assertThat(rules)
        .filteredOn(rule -> rule.getPorts().getFirst().getPort().getIntVal() == 5432)
        .singleElement()
        .satisfies(rule ->
            assertThat(rule.getTo().getFirst().getPodSelector().getMatchLabels())
                .isEqualTo(Map.of("cnpg.io/cluster", "catalog")));
  }

  @Test
  void thePolicyOfTheMigrationIsThereBeforeItRuns() {
    assertThat(policy("dev", "migration").getMetadata().getAnnotations())
        .containsEntry(Chart.HOOK, "pre-install,pre-upgrade")
        .containsEntry("helm.sh/hook-weight", "-10");
  }
}
