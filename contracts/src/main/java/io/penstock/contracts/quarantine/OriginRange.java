package io.penstock.contracts.quarantine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.penstock.contracts.id.TopicId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows by their origin, written {@code [TOPIC_ID/]PARTITION:OFFSET[-OFFSET]}, such as {@code 0:15}
 * or {@code 1:20-30}.
 *
 * @param topicId the topic's id; any if absent
 * @param partition the topic-partition
 * @param first the first offset
 * @param last the last offset
 */
public record OriginRange(Optional<TopicId> topicId, int partition, long first, long last) {
  private static final Pattern FORM =
      Pattern.compile("(?:([A-Za-z0-9_-]{22})/)?(\\d{1,9}):(\\d{1,18})(?:-(\\d{1,18}))?");

  public OriginRange {
    if (partition < 0 || first < 0 || last < first) {
      throw new IllegalArgumentException(
          "offsets from %d to %d of topic-partition %d".formatted(first, last, partition));
    }
  }

  /** Reads the written form. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static OriginRange parse(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no range of offsets: write PARTITION:OFFSET or PARTITION:FIRST-LAST"
              .formatted(text));
    }
    long first = Long.parseLong(match.group(3));
    return new OriginRange(
        Optional.ofNullable(match.group(1)).map(TopicId::new),
        Integer.parseInt(match.group(2)),
        first,
        match.group(4) == null ? first : Long.parseLong(match.group(4)));
  }

  @JsonValue
  public String text() {
    return topicId.map(id -> id + "/").orElse("")
        + partition
        + ":"
        + first
        + (last == first ? "" : "-" + last);
  }
}
