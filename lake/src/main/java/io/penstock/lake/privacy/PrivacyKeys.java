package io.penstock.lake.privacy;

import io.penstock.contracts.failure.PenstockException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The secret keys of HMAC rules, by key id. A key id stands in a spec and in a build's identity;
 * the key stands only in a service's configuration.
 */
@FunctionalInterface
public interface PrivacyKeys {
  /** Shortest key, in bytes: half the length of a SHA-256. */
  int KEY_BYTES_MIN = 16;

  /** The key with an id. */
  Optional<byte[]> find(String keyId);

  /**
   * The key with an id.
   *
   * @throws PenstockException USER {@code privacy-key-missing} if there is none
   */
  default byte[] require(String keyId) {
    return find(keyId)
        .orElseThrow(() ->
            PenstockException.user(
                "privacy-key-missing",
                "No key is configured for the HMAC key id \""
                    + keyId
                    + "\". Set penstock.privacy.keys.\""
                    + keyId
                    + "\", or change the key id in the privacy rule."));
  }

  /**
   * Keys from a configuration.
   *
   * @throws PenstockException USER {@code privacy-key-short} if a key has fewer than {@value
   *     #KEY_BYTES_MIN} bytes
   */
  static PrivacyKeys of(Map<String, byte[]> keys) {
    Map<String, byte[]> copy = new TreeMap<>();
    keys.forEach((id, key) -> {
      if (key.length < KEY_BYTES_MIN) {
        throw PenstockException.user(
            "privacy-key-short",
            String.format(
                "The HMAC key \"%s\" has %d bytes; give it at least %d.",
                id, key.length, KEY_BYTES_MIN));
      }
      copy.put(id, Arrays.copyOf(key, key.length));
    });
    return id -> Optional.ofNullable(copy.get(id)).map(key -> Arrays.copyOf(key, key.length));
  }
}
