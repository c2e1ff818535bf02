package io.penstock.catalog.iceberg;

import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Reads an object by ranges: one request for consecutive reads, a new one after a seek. */
final class RangeInputStream extends SeekableInputStream {
  /** A seek forward by less is read over, because a request costs more. */
  private static final long SKIP_BYTES_MAX = 64 << 10;

  private final ObjectStore store;
  private final ObjectKey key;
  private final long length;
  private long position;
  private long openPosition;
  private @Nullable InputStream open;

  RangeInputStream(ObjectStore store, ObjectKey key, long length) {
    this.store = store;
    this.key = key;
    this.length = length;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long newPosition) throws IOException {
    if (newPosition < 0 || newPosition > length) {
      throw new EOFException("cannot seek to " + newPosition + " of " + length + " in " + key);
    }
    position = newPosition;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position >= length) {
      return -1;
    }
    int read = stream().read(target, offset, count);
    if (read < 0) {
      throw new EOFException(key + " ends at " + position + " of " + length);
    }
    position += read;
    openPosition = position;
    return read;
  }

  private InputStream stream() throws IOException {
    InputStream current = open;
    if (current != null && position != openPosition) {
      long ahead = position - openPosition;
      if (ahead > 0 && ahead < SKIP_BYTES_MAX) {
        current.skipNBytes(ahead);
      } else {
        close();
        current = null;
      }
    }
    if (current == null) {
      current = store.open(key, position, length - position);
      open = current;
    }
    openPosition = position;
    return current;
  }

  @Override
  public void close() throws IOException {
    InputStream current = open;
    open = null;
    if (current != null) {
      current.close();
    }
  }
}
