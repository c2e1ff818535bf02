package io.penstock.runtime.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * A named place in the code where a system test stops the process: the thread that gets there says
 * so on standard output ({@code FAILPOINT <name> reached}) and waits for ever, so that the test can
 * send SIGKILL at exactly that point.
 *
 * <p>Inert unless the setting {@code penstock.failpoint} ({@code PENSTOCK_FAILPOINT}) names a file.
 * While the file holds the name of a place, the first thread that gets there stops, and takes the
 * file away: later passes, also those of other processes, do not stop. So a running process is
 * armed by making the file.
 */
public final class Failpoint {
  static final String SETTING = "penstock.failpoint";

  private static final @Nullable Failpoint CONFIGURED =
      ConfigProvider.getConfig()
          .getOptionalValue(SETTING, String.class)
          .flatMap(Failpoint::parse)
          .orElse(null);

  private final Path file;

  private Failpoint(Path file) {
    this.file = file;
  }

  /** Passes the place; does not return if it is the armed one. */
  public static void hit(String name) {
    Failpoint configured = CONFIGURED;
    if (configured != null && configured.stopsAt(name)) {
      System.out.println("FAILPOINT " + name + " reached");
      System.out.flush();
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** Reads a setting; a blank one names no file. */
  static Optional<Failpoint> parse(String setting) {
    String text = setting.strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(new Failpoint(Path.of(text)));
  }

  /** Whether this pass is the one to stop at. */
  boolean stopsAt(String place) {
    try {
      return Files.readString(file).strip().equals(place) && Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
