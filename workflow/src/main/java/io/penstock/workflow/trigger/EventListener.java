package io.penstock.workflow.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.json.Json;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Wakes pipelines when Penstock's own events say that something is due. An event is only a hint:
 * one that cannot be read or handled is dropped, because the {@link Reconciler} finds what it was
 * about.
 */
@ApplicationScoped
class EventListener {
  static final String CHANNEL = "penstock-events";

  private static final Logger LOG = Logger.getLogger(EventListener.class);
  private static final int IDS_KEPT = 10_000;

  private final PipelineWaker waker;
  private final RecentIds recent = new RecentIds(IDS_KEPT);

  EventListener(PipelineWaker waker) {
    this.waker = waker;
  }

  @Incoming(CHANNEL)
  @Blocking
  void receive(String json) {
    read(json).ifPresent(this::handle);
  }

  private void handle(PenstockEvent event) {
    switch (event.type()) {
      case PIPELINE_DUE, BUILD_REQUESTED -> {
        if (recent.add(event.id())) {
          wake(event);
        }
      }
      case SOURCE_CHANGED, SOURCE_LOST, BUILD_REJECTED, BUILD_FAILED, VERSION_PUBLISHED ->
          LOG.tracef("%s %s", event.type(), event.subject());
    }
  }

  private void wake(PenstockEvent event) {
    try {
      waker.wake(new PipelineName(event.subject()));
    } catch (PenstockException e) {
      recent.remove(event.id());
      LOG.debugf("%s: %s", event.subject(), e.getMessage());
    }
  }

  private static Optional<PenstockEvent> read(String json) {
    try {
      return Optional.of(Json.mapper().readValue(json, PenstockEvent.class));
    } catch (JsonProcessingException e) {
      LOG.debugf("not an event: %s", e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
