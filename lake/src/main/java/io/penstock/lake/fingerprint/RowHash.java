package io.penstock.lake.fingerprint;

import io.penstock.contracts.fingerprint.Fingerprint;

/**
 * The first 16 bytes of the SHA-256 of a canonical row.
 *
 * @param high bytes 0 to 7, big-endian
 * @param low bytes 8 to 15, big-endian
 */
public record RowHash(long high, long low) {
  /** The fingerprint of this row alone. */
  public Fingerprint fingerprint() {
    return new Fingerprint(1, high, low);
  }
}
