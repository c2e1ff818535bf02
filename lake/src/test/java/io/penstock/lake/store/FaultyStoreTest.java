package io.penstock.lake.store;

import static io.penstock.lake.store.ObjectStoreContract.assertFailure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.FaultyS3.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyStoreTest {
  private static final ObjectKey KEY = new ObjectKey("staging/b/_outcome.json");
  private static final byte[] MINE = "mine".getBytes(UTF_8);

  @TempDir Path directory;
  private FaultyS3 s3;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    s3 = new FaultyS3();
    store = new MinioObjectStore(s3.settings());
  }

  @AfterEach
  void close() {
    store.close();
    s3.close();
  }

  @Test
  void aWriteWhoseAnswerWasLostIsTheOwn() {
    s3.failNext(Fault.ANSWER_LOST);

    assertThat(store.putIfAbsent(KEY, MINE)).isTrue();
    assertThat(store.read(KEY)).isEqualTo(MINE);
  }

  @Test
  void aWriteWhoseConnectionWasLostIsTheOwn() {
    s3.failNext(Fault.CONNECTION_LOST);

    assertThat(store.putIfAbsent(KEY, MINE)).isTrue();
  }

  @Test
  void aFileWhoseAnswerWasLostIsStored() throws IOException {
    s3.failNext(Fault.ANSWER_LOST);
    Path file = Files.write(directory.resolve("file"), MINE);

    assertThat(store.put(KEY, file)).isEqualTo(new StoredObject(KEY, Sha256.of(MINE), 4));
  }

  @Test
  void ofTwoConflictingWritesOneIsRepeated() {
    s3.failNext(Fault.CONFLICT, Fault.CONFLICT);

    assertThat(store.putIfAbsent(KEY, MINE)).isTrue();
  }

  @Test
  void aConflictWithTheWinnerOfTheRaceIsLost() {
    store.putIfAbsent(KEY, "theirs".getBytes(UTF_8));
    s3.failNext(Fault.CONFLICT);

    assertThat(store.putIfAbsent(KEY, MINE)).isFalse();
  }

  @Test
  void aStoreThatIsOverloadedForAMomentIsAskedAgain() {
    s3.failNext(Fault.OVERLOADED, Fault.OVERLOADED);

    assertThat(store.putIfAbsent(KEY, MINE)).isTrue();
  }

  @Test
  void aStoreThatStaysOverloadedIsUnavailable() throws IOException {
    s3.failNext(Fault.OVERLOADED, Fault.OVERLOADED, Fault.OVERLOADED, Fault.OVERLOADED);
    assertFailure(() -> store.putIfAbsent(KEY, MINE), FailureKind.EXTERNAL, "store-unavailable");

    Path file = Files.write(directory.resolve("file"), MINE);
    s3.failNext(Fault.OVERLOADED, Fault.OVERLOADED, Fault.OVERLOADED, Fault.OVERLOADED);
    assertFailure(() -> store.put(KEY, file), FailureKind.EXTERNAL, "store-unavailable");
    assertThat(store.find(KEY)).isEmpty();
  }

  @Test
  void bytesThatEndEarlyAreNoObject() throws IOException {
    store.putIfAbsent(KEY, MINE);
    s3.truncate();
    Path copies = Files.createDirectory(directory.resolve("copies"));

    assertFailure(() -> store.read(KEY), FailureKind.EXTERNAL, "store-unavailable");
    assertFailure(
        () -> store.download(KEY, Sha256.of(MINE), copies),
        FailureKind.EXTERNAL,
        "store-unavailable");
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void aStoreThatIsAwayIsUnavailableAndItsSettingIsNamed() {
    s3.close();

    assertFailure(() -> store.find(KEY), FailureKind.EXTERNAL, "store-unavailable");
    assertFailure(() -> store.putIfAbsent(KEY, MINE), FailureKind.EXTERNAL, "store-unavailable");
    assertFailure(() -> store.list("raw/").toList(), FailureKind.EXTERNAL, "store-unavailable");
    assertThatThrownBy(() -> store.read(KEY))
        .hasMessageContaining("penstock.s3.endpoint")
        .hasMessageContaining(KEY.value());
  }

  @Test
  void theSecretIsInNoMessage() {
    StoreSettings settings =
        new StoreSettings(
            URI.create("http://127.0.0.1:1"), "us-east-1", "access", "swordfish", "bucket");

    assertThat(settings.toString()).contains("access").doesNotContain("swordfish");
    try (ObjectStore away = new MinioObjectStore(settings)) {
      assertThatThrownBy(() -> away.read(KEY))
          .isInstanceOf(PenstockException.class)
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("swordfish");
    }
  }

  @Test
  void itsThreadsLetAProcessEnd() {
    store.putIfAbsent(KEY, MINE);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread -> thread.getName().contains("OkHttp") || thread.getName().contains("s3"))
        .allMatch(Thread::isDaemon);
  }
}
