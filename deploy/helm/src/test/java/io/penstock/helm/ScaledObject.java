package io.penstock.helm;

import java.util.List;
import java.util.Map;

/** The part of KEDA's object that the chart uses; no library has its types. */
record ScaledObject(String apiVersion, String kind, Metadata metadata, Spec spec) {
  static final String KIND = "keda.sh/v1alpha1/ScaledObject";

  record Metadata(String name, Map<String, String> labels) {}

  record Spec(
      Target scaleTargetRef,
      int minReplicaCount,
      int maxReplicaCount,
      int pollingInterval,
      int cooldownPeriod,
      List<Trigger> triggers) {}

  record Target(String apiVersion, String kind, String name) {}

  record Trigger(String type, Map<String, String> metadata, Authentication authenticationRef) {}

  record Authentication(String name) {}
}
