package io.penstock.runtime.temporal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where Temporal is, and how patient workers are with it. */
@ConfigMapping(prefix = "penstock.temporal")
public interface TemporalConfig {
  /** Address of the frontend, {@code host:port}. {@code TEMPORAL_ADDRESS} sets it too. */
  @WithDefault("${TEMPORAL_ADDRESS:127.0.0.1:17233}")
  String address();

  /** The namespace. {@code TEMPORAL_NAMESPACE} sets it too. */
  @WithDefault("${TEMPORAL_NAMESPACE:default}")
  String namespace();

  /** Pause between attempts to start the workers while Temporal is away at boot. */
  @WithDefault("PT1S")
  Duration retryInterval();

  /** How long activities that run may go on when the service is asked to stop. */
  @WithDefault("PT5S")
  Duration shutdownTimeout();
}
