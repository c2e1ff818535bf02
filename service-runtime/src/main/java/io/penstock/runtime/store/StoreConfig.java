package io.penstock.runtime.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where objects are kept: any S3 store that knows conditional writes. */
@ConfigMapping(prefix = "penstock.s3")
public interface StoreConfig {
  /** Address of the store; buckets are addressed by path. */
  @WithDefault("http://127.0.0.1:19000")
  URI endpoint();

  /** The region that requests are signed for. */
  @WithDefault("us-east-1")
  String region();

  /** Id of the access key. */
  @WithDefault("penstock")
  String accessKey();

  /** The secret key; the default is that of the local stack. */
  @WithDefault("penstock-local-only")
  String secretKey();

  /** The bucket; created at start if it does not exist. */
  @WithDefault("penstock")
  String bucket();

  /** Pause between attempts to check the store while it is away at boot. */
  @WithDefault("PT1S")
  Duration retryInterval();
}
