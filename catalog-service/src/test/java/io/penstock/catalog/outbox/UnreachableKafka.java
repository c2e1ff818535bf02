package io.penstock.catalog.outbox;

import io.penstock.stack.StackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The shared stack, with Kafka at an address where nothing listens. */
public final class UnreachableKafka implements QuarkusTestResourceLifecycleManager {
  private final StackResource stack = new StackResource();

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(stack.start());
    // Port 1 is reserved, and nobody but root could listen on it.
    settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
    return settings;
  }

  @Override
  public void stop() {
    stack.stop();
  }
}
