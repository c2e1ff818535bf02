package io.penstock.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.json.Json;
import io.penstock.ingest.Ingest;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Hears of changed sources. An event is a hint: one that is lost only makes it take longer. */
@ApplicationScoped
class SourceEvents {
  private static final Logger LOG = Logger.getLogger(SourceEvents.class);

  private final Ingest ingest;

  SourceEvents(Ingest ingest) {
    this.ingest = ingest;
  }

  @Incoming("penstock-events")
  void receive(String json) {
    try {
      EventType type = Json.mapper().readValue(json, PenstockEvent.class).type();
      if (type == EventType.SOURCE_CHANGED) {
        ingest.sources().look();
      }
    } catch (JsonProcessingException e) {
      LOG.debugf("not an event: %s", e.getOriginalMessage());
    }
  }
}
