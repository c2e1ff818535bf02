package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link TopicInquiry} at a time: as soon as a topic-partition needs a position, and in
 * any case every {@code penstock.ingest.topic-interval}.
 */
final class Inquiries {
  private final LandingContext context;
  private final String source;
  private final String topic;
  private final TopicId topicId;
  private @Nullable TopicInquiry running;
  private long next;
  private boolean ran;
  private Optional<PenstockException> failure = Optional.empty();

  Inquiries(LandingContext context, String source, String topic, TopicId topicId) {
    this.context = context;
    this.source = source;
    this.topic = topic;
    this.topicId = topicId;
  }

  /** Why the latest one failed, if it did. */
  Optional<PenstockException> failure() {
    return failure;
  }

  /**
   * Starts one if it is time.
   *
   * @return one that is done; each comes once
   * @throws TopicReplaced if the topic has another id than it had
   */
  Optional<TopicInquiry> advance(Collection<PartitionLanding> assigned, long now)
      throws TopicReplaced {
    Optional<TopicInquiry> done = finished(now);
    if (running == null) {
      List<PartitionLanding> waiting =
          assigned.stream().filter(partition -> partition.wantsPosition(now)).toList();
      boolean tooSoon = done.isPresent();
      if (!tooSoon && (!waiting.isEmpty() || !ran || now - next >= 0)) {
        running = new TopicInquiry(context, source, topic, topicId, assigned, waiting);
        running.start();
      }
    }
    return done;
  }

  private Optional<TopicInquiry> finished(long now) throws TopicReplaced {
    TopicInquiry inquiry = running;
    if (inquiry == null || inquiry.answer().isEmpty()) {
      return Optional.empty();
    }
    TopicInquiry.Answer answer = inquiry.answer().get();
    running = null;
    ran = true;
    next = now + context.config().topicInterval().toNanos();
    failure = answer.failure();
    TopicId found = answer.topicId();
    if (found != null && !found.equals(topicId)) {
      throw new TopicReplaced("topic %s was %s and is %s now".formatted(topic, topicId, found));
    }
    return Optional.of(inquiry);
  }

  void cancel() {
    if (running != null) {
      running.cancel();
    }
  }
}
