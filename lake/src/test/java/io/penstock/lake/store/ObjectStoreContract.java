package io.penstock.lake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What any object store must do, whichever server it is and however it is reached. */
abstract class ObjectStoreContract {
  private static final String HELLO_SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path directory;

  /** A store with an empty bucket. */
  abstract ObjectStore store();

  @Test
  void aStoredFileIsReadBack() throws IOException {
    StoredObject stored = store().put(new ObjectKey("raw/a.bin"), file("hello"));

    assertThat(stored)
        .isEqualTo(new StoredObject(new ObjectKey("raw/a.bin"), new Sha256(HELLO_SHA256), 5));
    assertThat(store().read(stored.key())).asString().isEqualTo("hello");
    assertThat(store().size(stored.key())).isEqualTo(5);
  }

  @Test
  void aFileIsStoredUnderAKeyThatCarriesItsHash() throws IOException {
    StoredObject stored =
        store().put(file("hello"), sha256 -> new ObjectKey("raw/" + sha256.hex() + ".bin"));

    assertThat(stored)
        .isEqualTo(
            new StoredObject(
                new ObjectKey("raw/" + HELLO_SHA256 + ".bin"), new Sha256(HELLO_SHA256), 5));
    assertThat(store().read(stored.key())).asString().isEqualTo("hello");
  }

  @Test
  void storingTheSameFileAgainAnswersAsTheFirstTime() throws IOException {
    ObjectKey key = new ObjectKey("raw/twice.bin");

    StoredObject first = store().put(key, file("hello"));

    assertThat(store().put(key, file("hello"))).isEqualTo(first);
  }

  @Test
  void aKeyNeverGetsOtherBytes() throws IOException {
    ObjectKey key = new ObjectKey("raw/taken.bin");
    store().put(key, file("hello"));

    assertFailure(() -> store().put(key, file("jello")), FailureKind.INTERNAL, "object-conflict");
    assertFailure(
        () -> store().put(key, file("hello, too long")), FailureKind.INTERNAL, "object-conflict");
    assertThat(store().read(key)).asString().isEqualTo("hello");
  }

  @Test
  void aFileOfKnownHashIsStored() throws IOException {
    StoredObject known =
        new StoredObject(new ObjectKey("raw/known.bin"), new Sha256(HELLO_SHA256), 5);

    assertThat(store().put(known, file("hello"))).isEqualTo(known);

    assertThat(store().read(known.key())).asString().isEqualTo("hello");
  }

  @Test
  void aFileOfAnotherHashIsNotStored() throws IOException {
    StoredObject known =
        new StoredObject(new ObjectKey("raw/rotten.bin"), new Sha256(HELLO_SHA256), 5);

    assertFailure(() -> store().put(known, file("jello")), FailureKind.INTERNAL, "object-corrupt");

    assertThat(store().find(known.key())).isEmpty();
  }

  @Test
  void aFileOfSeveralPartsAndAnotherHashIsNotStored() throws IOException {
    Path file = directory.resolve("rotten.bin");
    try (var out = Files.newOutputStream(file)) {
      for (int index = 0; index < 65; index++) {
        out.write(new byte[1 << 20]);
      }
    }
    StoredObject known =
        new StoredObject(
            new ObjectKey("raw/rotten-large.bin"), new Sha256(HELLO_SHA256), 65L << 20);

    assertFailure(() -> store().put(known, file), FailureKind.INTERNAL, "object-corrupt");

    assertThat(store().find(known.key())).isEmpty();
  }

  @Test
  void anEmptyFileIsAnObject() throws IOException {
    ObjectKey key = new ObjectKey("raw/empty.bin");

    store().put(key, file(""));

    assertThat(store().read(key)).isEmpty();
    assertThat(store().size(key)).isZero();
  }

  @Test
  void aFileOfSeveralPartsIsStoredWhole() throws IOException {
    Path file = directory.resolve("large.bin");
    byte[] megabyte = new byte[1 << 20];
    Random random = new Random(7);
    try (var out = Files.newOutputStream(file)) {
      for (int index = 0; index < 65; index++) {
        random.nextBytes(megabyte);
        out.write(megabyte);
      }
      out.write(1);
    }
    ObjectKey key = new ObjectKey("raw/large.bin");

    StoredObject stored = store().put(key, file);

    assertThat(stored.bytes()).isEqualTo(65L * (1 << 20) + 1);
    assertThat(store().put(key, file)).isEqualTo(stored);
    Path copy = store().download(key, stored.sha256(), directory.resolve("copies"));
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
  }

  @Test
  void putIfAbsentTellsTheLoser() {
    ObjectKey key = new ObjectKey("staging/b/_outcome.json");

    assertThat(store().putIfAbsent(key, bytes("first"))).isTrue();
    assertThat(store().putIfAbsent(key, bytes("second"))).isFalse();
    assertThat(store().read(key)).asString().isEqualTo("first");
  }

  @Test
  void putIfAbsentCountsTheOwnBytesAsWritten() {
    ObjectKey key = new ObjectKey("staging/b/again.json");
    store().putIfAbsent(key, bytes("same"));

    assertThat(store().putIfAbsent(key, bytes("same"))).isTrue();
  }

  @Test
  void ofWritersAtTheSameTimeOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      ObjectKey key = new ObjectKey("staging/race/" + round);
      List<Boolean> wins = race(key, 4);

      assertThat(wins).containsOnlyOnce(true);
      assertThat(store().read(key)).asString().isEqualTo("writer " + wins.indexOf(true));
    }
  }

  private List<Boolean> race(ObjectKey key, int writers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers =
          IntStream.range(0, writers)
              .mapToObj(writer ->
                  threads.submit(() -> {
                    start.await();
                    return store().putIfAbsent(key, bytes("writer " + writer));
                  }))
              .toList();
      List<Boolean> wins = new ArrayList<>();
      for (Future<Boolean> answer : answers) {
        wins.add(answer.get());
      }
      return wins;
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    ObjectKey key = new ObjectKey("raw/none.bin");

    assertThat(store().find(key)).isEmpty();
    assertThat(store().findSize(key)).isEmpty();
    assertFailure(() -> store().read(key), FailureKind.INTERNAL, "object-missing");
    assertFailure(() -> store().size(key), FailureKind.INTERNAL, "object-missing");
    assertFailure(() -> store().open(key, 0, 1), FailureKind.INTERNAL, "object-missing");
    assertFailure(
        () -> store().download(key, new Sha256(HELLO_SHA256), directory),
        FailureKind.INTERNAL,
        "object-missing");
  }

  @Test
  void whatExistsIsFound() {
    ObjectKey key = new ObjectKey("raw/some.bin");
    store().putIfAbsent(key, bytes("hello"));

    assertThat(store().find(key)).hasValueSatisfying(value -> assertThat(value).hasSize(5));
    assertThat(store().findSize(key)).hasValue(5L);
  }

  @Test
  void aDownloadIsNamedAfterItsKey() throws IOException {
    ObjectKey key = new ObjectKey("raw/a/b/down.bin");
    store().putIfAbsent(key, bytes("hello"));

    Path copy = store().download(key, new Sha256(HELLO_SHA256), directory.resolve("new/folder"));

    assertThat(copy).isEqualTo(directory.resolve("new/folder/down.bin")).hasContent("hello");
  }

  @Test
  void aDownloadWithOtherBytesLeavesNothingBehind() {
    ObjectKey key = new ObjectKey("raw/corrupt.bin");
    store().putIfAbsent(key, bytes("jello"));
    Path copies = directory.resolve("copies");

    assertFailure(
        () -> store().download(key, new Sha256(HELLO_SHA256), copies),
        FailureKind.INTERNAL,
        "object-corrupt");
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void aPartOfAnObjectIsRead() throws IOException {
    ObjectKey key = new ObjectKey("raw/range.bin");
    store().putIfAbsent(key, bytes("0123456789"));

    assertThat(part(key, 3, 4)).isEqualTo("3456");
    assertThat(part(key, 0, 10)).isEqualTo("0123456789");
    assertThat(part(key, 9, 1)).isEqualTo("9");
    assertThat(part(key, 5, 0)).isEmpty();
  }

  @Test
  void aListingHasWhatWasStoredUnderThePrefixInOrder() {
    Instant before = Instant.now().minus(Duration.ofMinutes(5));
    store().putIfAbsent(new ObjectKey("raw/s/2.bin"), bytes("22"));
    store().putIfAbsent(new ObjectKey("raw/s/1/deep.bin"), bytes("1"));
    store().putIfAbsent(new ObjectKey("raw/t/3.bin"), bytes("333"));

    List<ListedObject> listed = store().list("raw/s/").toList();

    assertThat(listed)
        .extracting(object -> object.key().value())
        .containsExactly("raw/s/1/deep.bin", "raw/s/2.bin");
    assertThat(listed).extracting(ListedObject::bytes).containsExactly(1L, 2L);
    assertThat(listed).allSatisfy(object -> assertThat(object.lastModified()).isAfter(before));
    assertThat(store().list("nothing/")).isEmpty();
  }

  @Test
  void keysWithUncommonCharactersAreKept() {
    ObjectKey key = new ObjectKey("datasets/ü/data/a b=c+d%20e/delayed=true/x.parquet");

    store().putIfAbsent(key, bytes("x"));

    assertThat(store().read(key)).asString().isEqualTo("x");
    assertThat(store().list("datasets/ü/data/a b=c+"))
        .extracting(ListedObject::key)
        .containsExactly(key);
  }

  @Test
  void aListingOfManyPagesIsComplete() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> writes =
          IntStream.range(0, 1_100)
              .mapToObj(index -> new ObjectKey("many/%04d".formatted(index)))
              .<Callable<Boolean>>map(key -> () -> store().putIfAbsent(key, bytes("x")))
              .toList();
      for (Future<Boolean> write : threads.invokeAll(writes)) {
        assertThat(write.get()).isTrue();
      }
    }

    assertThat(store().list("many/").map(object -> object.key().value()))
        .hasSize(1_100)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void deletingTwiceIsNoFailure() {
    ObjectKey key = new ObjectKey("staging/old.bin");
    store().putIfAbsent(key, bytes("x"));

    store().delete(key);
    store().delete(key);

    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void theBucketMayExistAlready() {
    store().ensureBucket();
    store().ensureBucket();

    assertThat(store().list("")).isEmpty();
  }

  @Test
  void theStoreDoesWhatEverythingReliesOn() {
    store().verifySemantics();

    assertThat(store().list("")).isEmpty();
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> store().find(new ObjectKey("raw/x")))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  static void assertFailure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, FailureKind kind, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
            });
  }

  private String part(ObjectKey key, long offset, long length) throws IOException {
    try (InputStream in = store().open(key, offset, length)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "file", ".bin"), content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
