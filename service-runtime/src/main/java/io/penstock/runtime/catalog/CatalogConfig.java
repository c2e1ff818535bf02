package io.penstock.runtime.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the catalog is. */
@ConfigMapping(prefix = "penstock.catalog")
public interface CatalogConfig {
  /** Address of catalog-service, without {@code /api/v1}. */
  @WithDefault("http://127.0.0.1:8081")
  URI url();

  /** How long to wait for a connection. */
  @WithDefault("PT5S")
  Duration connectTimeout();

  /** How long to wait for an answer; a publish of many windows takes the longest. */
  @WithDefault("PT60S")
  Duration readTimeout();
}
