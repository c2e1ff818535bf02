package io.penstock.catalog.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.catalog.store.MemoryObjectStore;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;

class StoreFileIOTest {
  private static final String LOCATION = "s3://penstock/datasets/flights/metadata/m.avro";
  private static final ObjectKey KEY = new ObjectKey("datasets/flights/metadata/m.avro");

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final StoreFileIO io = new StoreFileIO(store, "penstock");

  @Test
  void storesAnObjectWhenItIsClosedAndRemembersIt() throws IOException {
    try (PositionOutputStream out = io.newOutputFile(LOCATION).create()) {
      out.write("abc".getBytes(StandardCharsets.UTF_8));
      assertThat(out.getPos()).isEqualTo(3);
      assertThat(store.findSize(KEY)).isEmpty();
    }

    assertThat(store.read(KEY)).asString().isEqualTo("abc");
    assertThat(io.written()).containsExactly(new StoredObject(KEY, Sha256.of("abc"), 3));
  }

  @Test
  void neverOverwrites() throws IOException {
    store.putIfAbsent(KEY, new byte[] {1});
    PositionOutputStream out = io.newOutputFile(LOCATION).createOrOverwrite();
    out.write(2);

    assertThatThrownBy(out::close).isInstanceOf(AlreadyExistsException.class);
    assertThat(store.read(KEY)).containsExactly(1);
    assertThat(io.written()).isEmpty();
  }

  @Test
  void neverDeletes() {
    store.putIfAbsent(KEY, new byte[] {1});

    io.deleteFile(LOCATION);

    assertThat(store.findSize(KEY)).contains(1L);
  }

  @Test
  void readsFromWhereItWasSoughtTo() throws IOException {
    byte[] bytes = new byte[200_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 251);
    }
    store.putIfAbsent(KEY, bytes);

    try (SeekableInputStream in = io.newInputFile(LOCATION).newStream()) {
      assertThat(in.read()).isZero();
      in.seek(10);
      assertThat(in.read()).as("a little ahead").isEqualTo(10);
      in.seek(150_000);
      assertThat(in.read()).as("far ahead").isEqualTo(150_000 % 251);
      in.seek(5);
      assertThat(in.readNBytes(3)).as("back").containsExactly(5, 6, 7);
      assertThat(in.getPos()).isEqualTo(8);
      in.seek(200_000);
      assertThat(in.read()).as("at the end").isEqualTo(-1);
      assertThatThrownBy(() -> in.seek(200_001)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void saysThatAnObjectIsNotThere() {
    assertThat(io.newInputFile(LOCATION).exists()).isFalse();
    assertThatThrownBy(() -> io.newInputFile(LOCATION).newStream())
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining(LOCATION);
  }

  @Test
  void refusesWhatIsNotInItsBucket() {
    assertThatThrownBy(() -> io.newInputFile("s3://other/key"))
        .hasMessageContaining("not in the bucket penstock");
    assertThatThrownBy(() -> io.newInputFile("file:///etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
