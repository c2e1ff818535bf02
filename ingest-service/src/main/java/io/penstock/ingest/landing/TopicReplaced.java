package io.penstock.ingest.landing;

/** The topic of this name is another one than the one that was read: everything begins anew. */
final class TopicReplaced extends Exception {
  private static final long serialVersionUID = 1L;

  TopicReplaced(String message) {
    super(message);
  }
}
