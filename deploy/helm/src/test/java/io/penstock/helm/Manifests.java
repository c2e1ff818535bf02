package io.penstock.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rendered objects, read as Kubernetes' own types.
 *
 * @param text what Helm rendered
 * @param objects Kubernetes' objects
 * @param scaled KEDA's objects
 */
record Manifests(String text, List<HasMetadata> objects, List<ScaledObject> scaled) {
  /** The services, in the order of the design. */
  static final List<String> SERVICES =
      List.of("catalog", "ingest", "validation", "transform", "workflow");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("batch/v1/Job", Job.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
          Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

  static Manifests of(String text) {
    List<HasMetadata> objects = new ArrayList<>();
    List<ScaledObject> scaled = new ArrayList<>();
    for (JsonNode document : Yaml.documents(text)) {
      String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
      try {
        if (kind.equals(ScaledObject.KIND)) {
          scaled.add(Yaml.STRICT.treeToValue(document, ScaledObject.class));
        } else if (KINDS.containsKey(kind)) {
          objects.add(Yaml.STRICT.treeToValue(document, KINDS.get(kind)));
        } else {
          throw new IllegalStateException("no type is known for " + kind);
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(
            kind + " " + document.path("metadata").path("name").asText() + ": " + e.getMessage(),
            e);
      }
    }
    return new Manifests(text, objects, scaled);
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only object of a type and name. */
  <T extends HasMetadata> T one(Class<T> type, String name) {
    List<T> found = all(type).stream().filter(o -> o.getMetadata().getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " objects " + type.getSimpleName() + " " + name + " in:\n" + text);
    }
    return found.getFirst();
  }

  /** All templates of pods, by the name of the object that makes the pods. */
  Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
    all(Deployment.class)
        .forEach(o -> pods.put(o.getMetadata().getName(), o.getSpec().getTemplate()));
    all(StatefulSet.class)
        .forEach(o -> pods.put(o.getMetadata().getName(), o.getSpec().getTemplate()));
    all(Job.class).forEach(o -> pods.put(o.getMetadata().getName(), o.getSpec().getTemplate()));
    return pods;
  }

  /** The template of one service's pods. */
  PodTemplateSpec pod(String service) {
    PodTemplateSpec pod = pods().get("release-penstock-" + service);
    if (pod == null) {
      throw new AssertionError("no pods of " + service + " in:\n" + text);
    }
    return pod;
  }

  /** Whether a selector chooses the pods of a service. */
  boolean selects(Map<String, String> selector, String service) {
    return pod(service).getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
  }
}
