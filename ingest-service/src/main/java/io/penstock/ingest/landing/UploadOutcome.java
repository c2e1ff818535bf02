package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;

/** What became of a batch. */
sealed interface UploadOutcome {
  /**
   * The catalog has it.
   *
   * @param nextPosition where the next batch starts; beyond this one's end if another ingest has
   *     gone on since
   */
  record Landed(long nextPosition) implements UploadOutcome {}

  /** The catalog will not take it: its records have to be read again from where the catalog is. */
  record Refused(PenstockException why) implements UploadOutcome {}

  /** It was cancelled; whether the catalog has it is not known. */
  record Abandoned() implements UploadOutcome {}
}
