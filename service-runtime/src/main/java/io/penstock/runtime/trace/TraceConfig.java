package io.penstock.runtime.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Where traces go. */
@ConfigMapping(prefix = "penstock.traces")
public interface TraceConfig {
  /**
   * Where an OpenTelemetry collector listens for OTLP, such as {@code http://collector:4317};
   * without it nothing is traced.
   */
  Optional<URI> endpoint();

  /** How it is spoken to: {@code grpc} or {@code http/protobuf}. */
  @WithDefault("grpc")
  String protocol();

  /** Share of the traces that are kept, from 0 to 1. A trace is kept whole or not at all. */
  @WithDefault("1")
  double ratio();
}
