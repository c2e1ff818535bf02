package io.penstock.transform.engine;

import java.util.List;

/** The columns of conformed rows that are never published: where a row comes from. */
public final class HiddenColumns {
  /** No field of an event and no column of an output starts like this. */
  public static final String PREFIX = "__";

  public static final String TOPIC_ID = "__topic_id";
  public static final String PARTITION = "__partition";
  public static final String OFFSET = "__offset";

  /** SHA-256 of the payload as it landed, 32 bytes; null in rows that share their key with none. */
  public static final String PAYLOAD_SHA256 = "__payload_sha256";

  /** The origin of a row: equal in no two rows. */
  public static final List<String> ORIGIN = List.of(TOPIC_ID, PARTITION, OFFSET);

  /** All of them, in the order in which they follow the visible columns. */
  public static final List<String> NAMES = List.of(TOPIC_ID, PARTITION, OFFSET, PAYLOAD_SHA256);

  private HiddenColumns() {}
}
