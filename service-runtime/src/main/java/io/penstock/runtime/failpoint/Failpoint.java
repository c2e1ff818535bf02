package io.penstock.runtime.failpoint;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * A named place in the code where a system test stops the process: the thread that gets there says
 * so on standard output ({@code FAILPOINT <name> reached}) and waits for ever, so that the test can
 * send SIGKILL at exactly that point.
 *
 * <p>Inert unless the setting {@code penstock.failpoint} ({@code PENSTOCK_FAILPOINT}) names the
 * place: {@code publish.after-commit}, or {@code publish.after-commit:3} for the third time it is
 * passed.
 */
public final class Failpoint {
  static final String SETTING = "penstock.failpoint";

  private static final @Nullable Failpoint ARMED =
      ConfigProvider.getConfig()
          .getOptionalValue(SETTING, String.class)
          .flatMap(Failpoint::parse)
          .orElse(null);

  private final String name;
  private final long hit;
  private final AtomicLong hits = new AtomicLong();

  private Failpoint(String name, long hit) {
    this.name = name;
    this.hit = hit;
  }

  /** Passes the place; does not return if it is the armed one. */
  public static void hit(String name) {
    Failpoint armed = ARMED;
    if (armed != null && armed.stopsAt(name)) {
      System.out.println("FAILPOINT " + name + " reached");
      System.out.flush();
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** Reads a setting; a blank one arms nothing. */
  static Optional<Failpoint> parse(String setting) {
    String text = setting.strip();
    int colon = text.indexOf(':');
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        colon < 0
            ? new Failpoint(text, 1)
            : new Failpoint(text.substring(0, colon), Long.parseLong(text.substring(colon + 1))));
  }

  /** Whether this pass is the one to stop at. Later passes, by other threads, are not. */
  boolean stopsAt(String place) {
    return place.equals(name) && hits.incrementAndGet() == hit;
  }
}
