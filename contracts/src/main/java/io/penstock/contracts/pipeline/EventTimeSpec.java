package io.penstock.contracts.pipeline;

import java.time.ZoneId;

/**
 * Where an event carries its time.
 *
 * @param field name of a top-level field
 * @param format {@code iso} (ISO 8601, an offset wins over the zone), {@code epoch-seconds}, {@code
 *     epoch-millis}, {@code epoch-micros}, or a pattern of {@link
 *     java.time.format.DateTimeFormatter}
 * @param zone the zone of local times
 */
public record EventTimeSpec(String field, String format, ZoneId zone) {
  public static final String ISO = "iso";
  public static final String EPOCH_SECONDS = "epoch-seconds";
  public static final String EPOCH_MILLIS = "epoch-millis";
  public static final String EPOCH_MICROS = "epoch-micros";
}
