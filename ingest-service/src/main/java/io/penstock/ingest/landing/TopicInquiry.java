package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.TopicReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a topic's metadata, tells the catalog, and brings back where to read. It runs on a
 * thread of its own, so that reading goes on meanwhile.
 */
final class TopicInquiry {
  private final LandingContext context;
  private final String source;
  private final String topic;
  private final TopicId topicId;
  private final Map<Integer, PartitionLanding> assigned;
  private final Collection<PartitionLanding> askedFor;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final Thread thread;

  /**
   * @param topicId the id that the topic had; if it has another one, the catalog is not told
   * @param assigned those that know more about their logs than Kafka's metadata
   * @param askedFor those of them that will take the answer: for others it may be out of date
   */
  TopicInquiry(
      LandingContext context,
      String source,
      String topic,
      TopicId topicId,
      Collection<PartitionLanding> assigned,
      Collection<PartitionLanding> askedFor) {
    this.context = context;
    this.source = source;
    this.topic = topic;
    this.topicId = topicId;
    this.askedFor = List.copyOf(askedFor);
    this.assigned =
        assigned.stream()
            .collect(Collectors.toMap(p -> p.partition().partition(), Function.identity()));
    this.thread = Thread.ofVirtual().name("topic-inquiry " + source).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      TopicReport seen = context.topics().report(topic);
      TopicReport report =
          new TopicReport(seen.topicId(), seen.partitions().stream().map(this::correct).toList());
      List<PartitionState> states =
          report.topicId().equals(topicId)
              ? context.catalog().reportTopic(source, report)
              : List.of();
      answer.complete(Answer.of(seen, states));
    } catch (PenstockException e) {
      answer.complete(Answer.failed(e));
    } catch (CancellationException e) {
      answer.complete(Answer.failed(PenstockException.external("cancelled", "cancelled", e)));
    } catch (RuntimeException | Error e) {
      // Without an answer nobody would ask again.
      answer.complete(Answer.failed(PenstockException.internal("unforeseen", e.toString(), e)));
    }
  }

  private PartitionReport correct(PartitionReport report) {
    PartitionLanding landing = assigned.get(report.partition());
    return landing == null ? report : landing.correct(report);
  }

  Collection<PartitionLanding> askedFor() {
    return askedFor;
  }

  /** The answer, if it has come. */
  Optional<Answer> answer() {
    return Optional.ofNullable(answer.getNow(null));
  }

  void cancel() {
    thread.interrupt();
  }

  /**
   * What came back.
   *
   * @param topicId the topic's id now
   * @param reports Kafka's word, uncorrected, by partition
   * @param states the catalog's, by partition
   * @param failure why there is nothing of that
   */
  record Answer(
      @Nullable TopicId topicId,
      Map<Integer, PartitionReport> reports,
      Map<Integer, PartitionState> states,
      Optional<PenstockException> failure) {

    private static Answer of(TopicReport report, List<PartitionState> states) {
      return new Answer(
          report.topicId(),
          report.partitions().stream()
              .collect(Collectors.toMap(PartitionReport::partition, Function.identity())),
          states.stream()
              .collect(Collectors.toMap(s -> s.partition().partition(), Function.identity())),
          Optional.empty());
    }

    private static Answer failed(PenstockException e) {
      return new Answer(null, Map.of(), Map.of(), Optional.of(e));
    }
  }
}
