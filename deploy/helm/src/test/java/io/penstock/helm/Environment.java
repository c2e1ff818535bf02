package io.penstock.helm;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.TreeMap;

/** The environment of a pod's only container. */
final class Environment {
  private Environment() {}

  /** Names and values; one that is taken from a secret is {@code <secret>/<key>}. */
  static Map<String, String> of(PodTemplateSpec pod) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : pod.getSpec().getContainers().getFirst().getEnv()) {
      String before = environment.put(variable.getName(), value(variable));
      if (before != null) {
        throw new AssertionError(variable.getName() + " is set twice");
      }
    }
    return environment;
  }

  private static String value(EnvVar variable) {
    var source = variable.getValueFrom();
    if (source == null) {
      return variable.getValue();
    }
    if (source.getSecretKeyRef() != null) {
      return source.getSecretKeyRef().getName() + "/" + source.getSecretKeyRef().getKey();
    }
    return source.getFieldRef().getFieldPath();
  }
}
