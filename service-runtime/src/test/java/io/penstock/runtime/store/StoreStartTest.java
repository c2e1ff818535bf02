package io.penstock.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.runtime.ConfigTest;
import io.penstock.runtime.outcome.MemoryStore;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreStartTest {
  private final MemoryStore store = new MemoryStore();
  private final StoreConfig config = ConfigTest.read(StoreConfig.class, Map.of());
  private final StoreStart start = new StoreStart(store, config);
  private final StoreReadiness readiness = new StoreReadiness(start, store, config);

  @Test
  void isNotReadyBeforeTheStoreWasChecked() {
    assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void saysWhatIsMissing() {
    store.away(true);
    assertThat(start.check()).isFalse();
    assertThat(readiness.call().getData().orElseThrow())
        .containsEntry("state", "store-unavailable: no S3")
        .containsEntry("address", "http://127.0.0.1:19000");
  }

  @Test
  void isReadyOnceTheStoreIsGood() {
    store.away(true);
    start.check();
    store.away(false);
    assertThat(start.check()).isTrue();
    assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void isNotReadyWhileTheStoreIsAwayLater() {
    start.check();
    store.away(true);
    assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
  }
}
