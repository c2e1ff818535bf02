package io.penstock.ingest.landing;

import io.penstock.contracts.source.Loss;
import io.penstock.ingest.batch.BatchBuffer;

/** Where the landing of a topic-partition stands. */
sealed interface Phase {
  /** The name in the status. */
  String text();

  /**
   * The catalog has to say where to read.
   *
   * @param askAt when to ask it, in {@link System#nanoTime}
   */
  record Locating(long askAt) implements Phase {
    @Override
    public String text() {
      return "locating";
    }
  }

  /**
   * Positions were lost: nothing is read until an operator acknowledges it.
   *
   * @param askAt when to look again, in {@link System#nanoTime}
   */
  record Stopped(Loss loss, long askAt) implements Phase {
    @Override
    public String text() {
      return "stopped";
    }
  }

  /**
   * Records are read.
   *
   * @param buffer the batch that is filling
   * @param since when the first thing came that stands in it, in {@link System#nanoTime}; of no
   *     meaning while it is empty
   */
  record Reading(BatchBuffer buffer, long since) implements Phase {
    @Override
    public String text() {
      return "reading";
    }
  }

  /**
   * The position that comes after the buffer cannot be read any more. What is in the buffer can
   * still be landed, if it was not the log that was cut.
   *
   * @param askAt when to ask Kafka and the catalog, in {@link System#nanoTime}
   */
  record Unavailable(BatchBuffer buffer, long askAt) implements Phase {
    @Override
    public String text() {
      return "unavailable";
    }
  }
}
