package io.penstock.ingest.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test a catalog over HTTP; the test gets it into a field of its type. */
public final class FakeCatalogResource implements QuarkusTestResourceLifecycleManager {
  private final FakeCatalog catalog = new FakeCatalog();
  private @Nullable FakeCatalogServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = new FakeCatalogServer(catalog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("penstock.catalog.url", server.url().toString());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(catalog, (Field field) -> field.getType().equals(FakeCatalog.class));
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
