package io.penstock.contracts.source;

import io.penstock.contracts.id.TopicId;
import java.util.Map;

/**
 * Declares a source complete, as Flink's end-of-input watermark does: nothing comes after these
 * positions. Once they are landed, all windows with rows close.
 *
 * @param topicId the topic
 * @param endOffsets for every topic-partition the first position after its last record
 */
public record Completion(TopicId topicId, Map<Integer, Long> endOffsets) {
  public Completion {
    endOffsets = Map.copyOf(endOffsets);
  }
}
