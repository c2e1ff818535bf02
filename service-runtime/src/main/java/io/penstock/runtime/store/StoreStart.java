package io.penstock.runtime.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.store.ObjectStore;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks at boot that the store does what every part relies on. A store that is away is waited for
 * in the background; until it is checked the service is not ready.
 *
 * <p>A service that keeps no objects leaves this out with {@code penstock.runtime.store=false} at
 * build time.
 */
@Singleton
@IfBuildProperty(name = StoreStart.USED, stringValue = "true", enableIfMissing = true)
final class StoreStart {
  static final String USED = "penstock.runtime.store";

  private static final Logger LOG = Logger.getLogger(StoreStart.class);

  private final ObjectStore store;
  private final StoreConfig config;

  private volatile Optional<String> trouble = Optional.of("not checked yet");
  private @Nullable Thread checking;

  StoreStart(ObjectStore store, StoreConfig config) {
    this.store = store;
    this.config = config;
  }

  /** Why the store cannot be relied on; absent once it was checked. */
  Optional<String> trouble() {
    return trouble;
  }

  void start(@Observes StartupEvent event) {
    checking = Thread.ofVirtual().name("store-check").start(this::checkUntilGood);
  }

  void stop(@Observes ShutdownEvent event) {
    if (checking != null) {
      checking.interrupt();
    }
  }

  private void checkUntilGood() {
    try {
      while (!check()) {
        Thread.sleep(config.retryInterval());
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.debug("stopped before the store was checked");
    }
  }

  /** Whether the store is good. */
  boolean check() {
    try {
      store.ensureBucket();
      store.verifySemantics();
      trouble = Optional.empty();
      return true;
    } catch (PenstockException e) {
      Optional<String> now = Optional.of(e.code() + ": " + e.getMessage());
      if (!now.equals(trouble)) {
        LOG.warnf(
            "The store at %s cannot be used yet; trying on: %s", config.endpoint(), now.get());
      }
      trouble = now;
      return false;
    }
  }
}
