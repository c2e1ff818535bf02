package io.penstock.lake.store;

import java.net.URI;

/**
 * How the object store is reached ({@code penstock.s3.*}).
 *
 * @param endpoint such as {@code http://127.0.0.1:19000}
 * @param region the region that requests are signed for, such as {@code us-east-1}
 * @param accessKey id of the access key
 * @param secretKey the secret, which {@link #toString} leaves out
 * @param bucket the bucket that holds everything
 */
public record StoreSettings(
    URI endpoint, String region, String accessKey, String secretKey, String bucket) {

  /** All but the secret. */
  @Override
  public String toString() {
    return String.format(
        "StoreSettings[endpoint=%s, region=%s, accessKey=%s, bucket=%s]",
        endpoint, region, accessKey, bucket);
  }
}
