package io.penstock.catalog.iceberg;

import java.io.ByteArrayOutputStream;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * An object that Iceberg writes: kept in memory until it is closed (manifests and metadata are a
 * few megabytes at most), then stored with one request.
 */
final class StoreOutputFile implements OutputFile {
  private final StoreFileIO io;
  private final String location;

  StoreOutputFile(StoreFileIO io, String location) {
    this.io = io;
    this.location = location;
  }

  @Override
  public PositionOutputStream create() {
    return new Buffer();
  }

  /** The same as {@link #create}: a key never gets other bytes. */
  @Override
  public PositionOutputStream createOrOverwrite() {
    return new Buffer();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile toInputFile() {
    return io.newInputFile(location);
  }

  private final class Buffer extends PositionOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes.write(source, offset, length);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        io.write(location, bytes.toByteArray());
      }
    }
  }
}
