package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the product asks of any S3 server, asked of this one. */
class S3IT {
  private static final String BUCKET = "bucket";
  @TempDir private static Path dir;
  private static StackProcess stack;
  private static Services services;
  private static MinioClient s3;

  @BeforeAll
  static void start() throws Exception {
    stack = StackProcess.start(dir, "-Xmx96m", "--parts=s3");
    services = new Services(stack.endpoints());
    s3 = services.s3();
    services.createBucket(BUCKET);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void ofManyWritersWithIfNoneMatchOneWins() throws Exception {
    int writers = 8;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (int round = 0; round < 10; round++) {
        String key = "race/" + round;
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Callable<Integer>> puts = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          String value = "writer " + writer;
          int id = writer;
          puts.add(() -> {
            together.await();
            return putIfAbsent(key, value.getBytes(StandardCharsets.UTF_8)) ? id : -1;
          });
        }
        List<Integer> winners = new ArrayList<>();
        for (Future<Integer> result : threads.invokeAll(puts)) {
          if (result.get() >= 0) {
            winners.add(result.get());
          }
        }
        assertThat(winners).as(key).hasSize(1);
        assertThat(services.get(BUCKET, key)).isEqualTo("writer " + winners.getFirst());
      }
    }
  }

  @Test
  void aKeyThatExistsIsNotWrittenAgainWithIfNoneMatch() throws Exception {
    services.put(BUCKET, "there", "first");
    assertThat(putIfAbsent("there", "second".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(services.get(BUCKET, "there")).isEqualTo("first");
  }

  /** False if the server answers 412; anything else but success fails the test. */
  private static boolean putIfAbsent(String key, byte[] value) throws Exception {
    try {
      s3.putObject(
          PutObjectArgs.builder()
              .bucket(BUCKET)
              .object(key)
              .extraHeaders(new Http.Headers(Map.of("If-None-Match", "*")))
              .stream(new ByteArrayInputStream(value), (long) value.length, -1L)
              .build());
      return true;
    } catch (ErrorResponseException e) {
      assertThat(e.errorResponse().code()).isEqualTo("PreconditionFailed");
      assertThat(e.response().code()).isEqualTo(412);
      return false;
    }
  }

  @Test
  void aRangeIsReadAlone() throws Exception {
    services.put(BUCKET, "range", "0123456789");
    GetObjectArgs range =
        GetObjectArgs.builder().bucket(BUCKET).object("range").offset(3L).length(4L).build();
    try (InputStream in = s3.getObject(range)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("3456");
    }
  }

  @Test
  void aListingGoesOverPagesInKeyOrder() throws Exception {
    for (String key : List.of("list/b/2", "list/a/1", "list/c", "list/b/1", "other/x")) {
      services.put(BUCKET, key, "");
    }
    assertThat(keys("list/", 2)).containsExactly("list/a/1", "list/b/1", "list/b/2", "list/c");
  }

  private static List<String> keys(String prefix, int pageSize) throws Exception {
    List<String> keys = new ArrayList<>();
    ListObjectsArgs args =
        ListObjectsArgs.builder()
            .bucket(BUCKET)
            .prefix(prefix)
            .recursive(true)
            .maxKeys(pageSize)
            .build();
    for (Result<Item> item : s3.listObjects(args)) {
      keys.add(item.get().objectName());
    }
    return keys;
  }

  @Test
  void aDeletedKeyIsGoneAndDeletingItAgainIsNoError() throws Exception {
    services.put(BUCKET, "gone/1", "x");
    RemoveObjectArgs remove = RemoveObjectArgs.builder().bucket(BUCKET).object("gone/1").build();
    s3.removeObject(remove);
    s3.removeObject(remove);
    assertThat(keys("gone/", 100)).isEmpty();
    assertThatThrownBy(() -> services.get(BUCKET, "gone/1"))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.errorResponse().code()).isEqualTo("NoSuchKey"));
  }

  @Test
  void aBigObjectGoesUpInParts() throws Exception {
    byte[] bytes = new byte[11 << 20];
    new Random(1).nextBytes(bytes);
    s3.putObject(
        PutObjectArgs.builder().bucket(BUCKET).object("parts/big").stream(
                new ByteArrayInputStream(bytes), -1L, 5L << 20)
            .build());
    try (InputStream in =
        s3.getObject(GetObjectArgs.builder().bucket(BUCKET).object("parts/big").build())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(keys("parts/", 100)).containsExactly("parts/big");
  }

  @Test
  void manyBigObjectsAtOnceFitIntoASmallHeap() throws Exception {
    int writers = 8;
    byte[] bytes = new byte[24 << 20];
    new Random(2).nextBytes(bytes);
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Callable<Object>> puts = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String key = "heavy/" + writer;
        puts.add(() ->
            s3.putObject(
                PutObjectArgs.builder().bucket(BUCKET).object(key).stream(
                        new ByteArrayInputStream(bytes), (long) bytes.length, (long) bytes.length)
                    .build()));
      }
      for (Future<Object> put : threads.invokeAll(puts)) {
        put.get();
      }
    }
    assertThat(keys("heavy/", 100)).hasSize(writers);
    assertThat(dir.resolve("stack.log")).content().doesNotContain("OutOfMemoryError");
  }

  @Test
  void aWrongSecretIsRefused() {
    Map<String, String> wrong = new HashMap<>(services.endpoints());
    wrong.put("penstock.s3.secret-key", "wrong");
    assertThatThrownBy(() -> new Services(wrong).get(BUCKET, "there"))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.errorResponse().code()).isEqualTo("SignatureDoesNotMatch"));
  }
}
