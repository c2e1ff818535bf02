package io.penstock.catalog.scene;

import io.penstock.stack.StackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A database and a bucket that other test classes do not see, for tests that look at everything.
 */
public final class OwnStack implements QuarkusTestResourceLifecycleManager {
  private final StackResource stack = new StackResource();

  @Override
  public Map<String, String> start() {
    return stack.start();
  }

  @Override
  public void stop() {
    stack.stop();
  }
}
