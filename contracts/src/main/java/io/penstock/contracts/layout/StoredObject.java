package io.penstock.contracts.layout;

import io.penstock.contracts.id.Sha256;

/**
 * A reference to an immutable object and what its bytes must be.
 *
 * @param key where it stands
 * @param sha256 digest of its bytes
 * @param bytes its length
 */
public record StoredObject(ObjectKey key, Sha256 sha256, long bytes) {
  public StoredObject {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative length of " + key);
    }
  }
}
