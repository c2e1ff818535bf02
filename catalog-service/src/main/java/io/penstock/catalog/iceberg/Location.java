package io.penstock.catalog.iceberg;

import io.penstock.contracts.layout.ObjectKey;

/** An object as Iceberg names it: {@code s3://bucket/key}. */
record Location(String bucket, ObjectKey key) {
  private static final String SCHEME = "s3://";

  /** Fails with {@link IllegalArgumentException} if the text is no such location. */
  static Location parse(String text) {
    int slash = text.indexOf('/', SCHEME.length());
    if (!text.startsWith(SCHEME) || slash < 0) {
      throw new IllegalArgumentException("not a location like s3://bucket/key: " + text);
    }
    return new Location(
        text.substring(SCHEME.length(), slash), new ObjectKey(text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
