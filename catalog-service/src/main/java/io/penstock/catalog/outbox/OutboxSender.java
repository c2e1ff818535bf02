package io.penstock.catalog.outbox;

import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.runtime.trace.Traces;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends events from the outbox to Kafka, on a thread of its own and never inside a request. At
 * least once: an event is marked as sent after Kafka acknowledged it. While Kafka is away they
 * wait.
 */
@Singleton
class OutboxSender {
  private static final Logger LOG = Logger.getLogger(OutboxSender.class);
  private static final int BATCH_MAX = 200;

  /** How often Kafka is looked at while there is nothing to send. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

  private final WaitingEvents waiting;
  private final EventTopic topic;
  private final OutboxSettings settings;
  private final MutinyEmitter<String> emitter;

  private volatile Optional<String> trouble = Optional.of("not looked at yet");
  private long lookedAtNanos;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  OutboxSender(
      WaitingEvents waiting,
      EventTopic topic,
      OutboxSettings settings,
      // A batch is all that can wait in it.
      @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<String> emitter) {
    this.waiting = waiting;
    this.topic = topic;
    this.settings = settings;
    this.emitter = emitter;
  }

  /** Why events do not leave; absent if they do. */
  Optional<String> trouble() {
    return trouble;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("outbox").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(settings.retryInterval());
    }
  }

  private void run() {
    try {
      while (!stopping) {
        Thread.sleep(work() ? Duration.ZERO : rest());
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.debug("stopped");
    }
  }

  private Duration rest() {
    return trouble.isEmpty() ? settings.interval() : settings.retryInterval();
  }

  /** Sends what waits; true if there may be more. */
  private boolean work() throws InterruptedException {
    try {
      if (!kafkaAnswers()) {
        return false;
      }
      List<PenstockEvent> events = waiting.claim(BATCH_MAX, settings.claim());
      return !events.isEmpty() && send(events) && events.size() == BATCH_MAX;
    } catch (PenstockException e) {
      if (!stopping) {
        LOG.warnf("Cannot send events now: %s", e.getMessage());
      }
      return false;
    } catch (RuntimeException e) {
      if (!stopping) {
        LOG.error("Cannot send events", e);
      }
      return false;
    }
  }

  private boolean kafkaAnswers() throws InterruptedException {
    boolean due = System.nanoTime() - lookedAtNanos > LOOK_INTERVAL.toNanos();
    if (trouble.isPresent() || due) {
      report(topic.ensure());
      lookedAtNanos = System.nanoTime();
    }
    return trouble.isEmpty();
  }

  /** True if all were sent. Those that were not are given back. */
  private boolean send(List<PenstockEvent> events) {
    List<PenstockEvent> acknowledged = new ArrayList<>();
    List<PenstockEvent> refused = new ArrayList<>();
    List<Uni<Void>> sends = events.stream().map(this::send).toList();
    List<Optional<Throwable>> results =
        Uni.join()
            .all(
                sends.stream()
                    .map(sending ->
                        sending
                            .replaceWith(Optional.<Throwable>empty())
                            .onFailure()
                            .recoverWithItem(Optional::of))
                    .toList())
            .andFailFast()
            .await()
            .atMost(settings.claim());
    for (int i = 0; i < events.size(); i++) {
      (results.get(i).isEmpty() ? acknowledged : refused).add(events.get(i));
    }
    if (!acknowledged.isEmpty()) {
      waiting.sent(acknowledged);
    }
    if (!refused.isEmpty()) {
      waiting.release(refused);
    }
    report(results.stream().flatMap(Optional::stream).findFirst().map(String::valueOf));
    return refused.isEmpty();
  }

  private Uni<Void> send(PenstockEvent event) {
    OutgoingKafkaRecordMetadata<String> record =
        OutgoingKafkaRecordMetadata.<String>builder()
            .withKey(event.subject())
            .withHeaders(headers(event))
            .build();
    return emitter.sendMessage(Message.of(Json.text(event), Metadata.of(record)));
  }

  private void report(Optional<String> now) {
    if (!now.equals(trouble)) {
      now.ifPresentOrElse(
          what -> LOG.warnf("Events wait, because Kafka does not take them: %s", what),
          () -> LOG.info("Kafka takes events"));
    }
    trouble = now;
  }

  private static RecordHeaders headers(PenstockEvent event) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", PenstockEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
    event
        .traceparent()
        .ifPresent(
            context -> headers.add(Traces.HEADER, context.getBytes(StandardCharsets.US_ASCII)));
    return headers;
  }
}
