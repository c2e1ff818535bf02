package io.penstock.stack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a Quarkus test on the {@linkplain TargetStack#shared shared stack}, with a database and a
 * bucket of its own: {@code @WithTestResource(StackResource.class)}.
 *
 * <p>The settings are those of {@link TargetStack#settings}; {@code penstock.postgres.jdbc-url} and
 * {@code penstock.postgres.reactive-url} name the fresh database, {@code penstock.s3.bucket} the
 * bucket, which the application creates.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    TargetStack stack = TargetStack.shared();
    String database = stack.newDatabase();
    Map<String, String> settings = new HashMap<>(stack.settings());
    settings.put(TargetStack.JDBC_URL, stack.jdbcUrl(database));
    settings.put(TargetStack.REACTIVE_URL, stack.reactiveUrl(database));
    settings.put("penstock.s3.bucket", stack.newBucket());
    return settings;
  }

  /** Nothing to stop: the shared stack ends with the JVM. */
  @Override
  public void stop() {}
}
