package io.penstock.contracts.dataset;

import io.penstock.contracts.id.TagName;
import java.time.Instant;
import java.util.Optional;

/**
 * A name for a version.
 *
 * @param name unique in its dataset
 * @param version number of the version
 * @param taggedAt since when it stands for that version
 */
public record Tag(TagName name, long version, Instant taggedAt) {
  /**
   * Asks for a tag.
   *
   * @param version a number, {@code latest}, or another tag
   * @param force whether a tag that stands for another version moves; absent is no
   */
  public record Request(String version, Optional<Boolean> force) {}
}
