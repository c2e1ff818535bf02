package io.penstock.catalog.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The events that are not sent yet. */
@ApplicationScoped
class WaitingEvents {
  private static final String SOURCE = "/penstock/catalog";

  private final Database database;

  WaitingEvents(Database database) {
    this.database = database;
  }

  /**
   * Takes the oldest events. Other replicas leave them alone for the time of the claim, and take
   * others meanwhile.
   */
  List<PenstockEvent> claim(int limit, Duration claim) {
    return database.transaction(session ->
        session
            .createNativeQuery(
                """
                update outbox
                   set claimed_until = clock_timestamp() + make_interval(secs => :claim)
                 where id in (
                   select id from outbox
                    where sent_at is null
                      and (claimed_until is null or claimed_until < clock_timestamp())
                    order by created_at
                    limit :limit
                      for update skip locked)
                returning cast(id as text), type, subject, created_at, data, traceparent
                """)
            .setParameter("claim", claim.toMillis() / 1000.0)
            .setParameter("limit", limit)
            .getResultList()
            .map(rows -> rows.stream().map(Cells::of).map(WaitingEvents::event).toList()));
  }

  /** Says that Kafka has them. */
  void sent(Collection<PenstockEvent> events) {
    database.transaction(session ->
        session
            .createNativeQuery(
                """
                update outbox set sent_at = clock_timestamp()
                 where id = any(cast(string_to_array(:ids, ',') as uuid[]))
                """)
            .setParameter("ids", joined(events))
            .executeUpdate());
  }

  /** Gives them back at once. */
  void release(Collection<PenstockEvent> events) {
    database.transaction(session ->
        session
            .createNativeQuery(
                """
                update outbox set claimed_until = null
                 where id = any(cast(string_to_array(:ids, ',') as uuid[]))
                """)
            .setParameter("ids", joined(events))
            .executeUpdate());
  }

  private static String joined(Collection<PenstockEvent> events) {
    return events.stream().map(event -> event.id().toString()).collect(Collectors.joining(","));
  }

  private static PenstockEvent event(Cells row) {
    return new PenstockEvent(
        UUID.fromString(row.text(0)),
        EventType.parse(row.text(1)),
        SOURCE,
        row.text(2),
        row.instant(3),
        Json.read(row.text(4).getBytes(StandardCharsets.UTF_8), JsonNode.class),
        row.optionalText(5));
  }
}
