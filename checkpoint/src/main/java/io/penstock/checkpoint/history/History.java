package io.penstock.checkpoint.history;

import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.failure.PenstockException;
import java.util.List;

/** Versions that were published before. */
@FunctionalInterface
public interface History {
  /** Where no version can be had: references are errors in a suite. */
  History NONE =
      reference -> {
        throw PenstockException.user(
            "no-history", "published versions cannot be read here: only builds know them");
      };

  /**
   * The versions that a reference stands for, newest first; none if nothing is published yet.
   *
   * @throws PenstockException of kind USER if there is no such version
   */
  List<PublishedVersion> versions(VersionReference reference);
}
