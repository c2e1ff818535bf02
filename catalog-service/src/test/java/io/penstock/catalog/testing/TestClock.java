package io.penstock.catalog.testing;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by itself, and jumps ahead when a test has no time to wait. */
@Mock
@Singleton
public class TestClock extends Clock {
  private final AtomicLong aheadMillis = new AtomicLong();

  public void advance(Duration time) {
    aheadMillis.addAndGet(time.toMillis());
  }

  @Override
  public Instant instant() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000))
        .instant()
        .plusMillis(aheadMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
