package io.penstock.runtime.store;

import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.ObjectStore;
import io.penstock.lake.store.StoreSettings;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** Makes the object store. Making it does not need the store to be there. */
final class Stores {
  @Produces
  @ApplicationScoped
  @DefaultBean
  ObjectStore store(StoreConfig config) {
    return new MinioObjectStore(
        new StoreSettings(
            config.endpoint(),
            config.region(),
            config.accessKey(),
            config.secretKey(),
            config.bucket()));
  }

  void close(@Disposes ObjectStore store) {
    store.close();
  }
}
