package io.penstock.lake.fingerprint;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content hash of a version: what rows it has, in which windows and partitions, whatever the
 * files are called and however the work was divided.
 *
 * <p>It is the SHA-256 of its parts, sorted by window start, window end and the unsigned bytes of
 * the partition path, each written as
 *
 * <ul>
 *   <li>window start and window end: microseconds since 1970-01-01 UTC, 8 bytes each, big-endian;
 *   <li>partition path: its UTF-8 length in 4 bytes, and the UTF-8 bytes;
 *   <li>count: 8 bytes, big-endian;
 *   <li>sum: 16 bytes, big-endian.
 * </ul>
 *
 * <p>A part without rows does not count, so that an empty window and no window are the same.
 */
public final class ContentHash {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> entry.part.window())
          .thenComparing((a, b) -> Arrays.compareUnsigned(a.path, b.path));

  private ContentHash() {}

  /**
   * The rows of one window in one partition.
   *
   * @param window the window
   * @param partitionPath Iceberg's path of the partition, empty for an unpartitioned dataset
   * @param rows fingerprint over all columns of the dataset
   */
  public record Part(Window window, String partitionPath, Fingerprint rows) {}

  private record Entry(Part part, byte[] path) {}

  /**
   * The content hash of a version with these parts, in any order.
   *
   * @throws IllegalArgumentException if a window and partition occur twice, or a window's bounds
   *     are not whole microseconds
   */
  public static Sha256 of(Collection<Part> parts) {
    Digest digest = new Digest();
    digest.add(parts);
    return digest.end();
  }

  /** A content hash of parts that come one group after the other. */
  public static final class Digest {
    private final MessageDigest digest = Sha256.digest();
    private @Nullable Entry previous;

    /**
     * Adds parts, in any order, that come after all that were added before.
     *
     * @throws IllegalArgumentException as {@link #of}, or if a part comes too late
     */
    public void add(Collection<Part> parts) {
      List<Entry> sorted =
          parts.stream()
              .filter(part -> part.rows().count() > 0)
              .map(part -> new Entry(part, part.partitionPath().getBytes(StandardCharsets.UTF_8)))
              .sorted(ORDER)
              .toList();
      for (Entry entry : sorted) {
        if (previous != null && ORDER.compare(previous, entry) >= 0) {
          throw new IllegalArgumentException(
              "twice in one version, or out of order: " + entry.part);
        }
        digest.update(bytes(entry));
        previous = entry;
      }
    }

    /** The hash of all; nothing can be added afterwards. */
    public Sha256 end() {
      return Sha256.ofDigest(digest.digest());
    }
  }

  private static byte[] bytes(Entry entry) {
    Fingerprint rows = entry.part.rows();
    return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES + entry.path.length + 2 * Long.BYTES)
        .putLong(micros(entry.part.window().start()))
        .putLong(micros(entry.part.window().end()))
        .putInt(entry.path.length)
        .put(entry.path)
        .putLong(rows.count())
        .putLong(rows.high())
        .putLong(rows.low())
        .array();
  }

  private static long micros(Instant instant) {
    if (instant.getNano() % 1000 != 0) {
      throw new IllegalArgumentException("not a whole microsecond: " + instant);
    }
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
