package io.penstock.catalog.outbox;

import io.penstock.contracts.event.EventType;
import io.penstock.contracts.json.Json;
import io.penstock.runtime.trace.Traces;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Events that wait to be sent. They stand in the transaction that makes them true, so that neither
 * exists without the other.
 */
public final class Outbox {
  private Outbox() {}

  /**
   * Adds an event in the caller's transaction.
   *
   * @param session the caller's session, with or without persistence context
   * @param subject what it happened to
   * @param data details, as any value that {@link Json} writes
   */
  public static Uni<Void> add(
      Mutiny.QueryProducer session, EventType type, String subject, Object data) {
    return session
        .createNativeQuery(
            """
            insert into outbox (id, type, subject, data, created_at, traceparent)
            values (:id, :type, :subject, :data, clock_timestamp(), nullif(:traceparent, ''))
            """)
        .setParameter("id", UUID.randomUUID())
        .setParameter("type", type.text())
        .setParameter("subject", subject)
        .setParameter("data", Json.text(data))
        .setParameter("traceparent", Traces.current().orElse(""))
        .executeUpdate()
        .replaceWithVoid();
  }
}
