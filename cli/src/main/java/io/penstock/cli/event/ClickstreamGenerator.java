package io.penstock.cli.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Clicks in a web shop: the events of the example {@code examples/clickstream}, the same for the
 * same seed. Half of them are of schema version 1 (session_id, ISO timestamp), half of version 2
 * (session_uuid, epoch seconds).
 *
 * @param events how many
 * @param seed what makes them
 */
public record ClickstreamGenerator(long events, long seed) implements Iterable<byte[]> {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final List<String> TYPES =
      List.of("page_view", "page_view", "page_view", "search", "add_to_cart", "purchase");
  private static final int USERS = 5_000;
  private static final int EVENTS_PER_SECOND = 2;
  private static final int OUT_OF_ORDER_SECONDS = 120;

  @Override
  public Iterator<byte[]> iterator() {
    SplittableRandom random = new SplittableRandom(seed);
    return LongStream.range(0, events).mapToObj(i -> Json.bytes(event(i, random))).iterator();
  }

  private static ObjectNode event(long index, SplittableRandom random) {
    long user = random.nextInt(USERS);
    long epochSecond =
        START.getEpochSecond()
            + index / EVENTS_PER_SECOND
            - random.nextInt(OUT_OF_ORDER_SECONDS)
            + OUT_OF_ORDER_SECONDS;
    String session = new UUID(user, index / 50 * 31 + user).toString();
    String type = TYPES.get(random.nextInt(TYPES.size()));
    boolean first = random.nextBoolean();

    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("user_id", "usr_%016x".formatted(user * 0x9E3779B97F4A7C15L));
    event.put(first ? "session_id" : "session_uuid", session);
    event.put("event_type", type);
    if (first) {
      event.put("timestamp", Instant.ofEpochSecond(epochSecond).toString());
    } else {
      event.put("event_epoch", epochSecond);
    }
    event.put("session_duration_seconds", random.nextInt(86_401));
    if (type.equals("purchase")) {
      event.put("purchase_amount_usd", BigDecimal.valueOf(random.nextLong(5_000_001), 2));
    }
    if (random.nextInt(10) > 0) {
      event.put("email", "user%d@example.com".formatted(user));
    }
    event.put("label", type.equals("purchase") || random.nextInt(20) == 0 ? 1 : 0);
    return event;
  }
}
