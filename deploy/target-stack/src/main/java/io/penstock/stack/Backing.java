package io.penstock.stack;

import java.util.Map;

/** Kafka, PostgreSQL, S3 and Temporal, however they run. */
interface Backing extends AutoCloseable {

  /** What they are, for people. */
  String description();

  /** Where they are, by the product's setting names. */
  Map<String, String> settings();

  /** Ends every service at once, as a power cut would; what was written stays. */
  void kill();

  /** Starts them again on the same data and at the same addresses. */
  void restart();

  /** Stops them in order. */
  @Override
  void close();

  /** Stops them; nobody will read their data again. */
  void discard();
}
