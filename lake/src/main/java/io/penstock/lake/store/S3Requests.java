package io.penstock.lake.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.Http;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.ObjectArgs;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.messages.ListBucketResultV2;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Single requests to the store, each answered or failed with {@link S3Failure}. */
final class S3Requests implements AutoCloseable {
  static final Map<String, String> IF_ABSENT = Map.of("If-None-Match", "*");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longest silence of the store, not the longest transfer. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  private static final Set<Integer> RETRIED_STATUSES = Set.of(429, 500, 502, 503, 504);
  private static final int TRIES = 4;
  private static final long RETRY_DELAY_MS = 100;
  private static final int REQUESTS_MAX = 64;

  private final StoreSettings settings;
  private final OkHttpClient http;
  private final MinioAsyncClient client;

  S3Requests(StoreSettings settings) {
    this.settings = settings;
    this.http = http();
    this.client =
        MinioAsyncClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentials(settings.accessKey(), settings.secretKey())
            .httpClient(http)
            .build();
  }

  /** All threads are daemons (virtual ones, and OkHttp's own), so that a command line can end. */
  private static OkHttpClient http() {
    Dispatcher dispatcher =
        new Dispatcher(
            Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("penstock-s3-", 0).factory()));
    dispatcher.setMaxRequests(REQUESTS_MAX);
    dispatcher.setMaxRequestsPerHost(REQUESTS_MAX);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectTimeout(CONNECT_TIMEOUT)
        .readTimeout(IDLE_TIMEOUT)
        .writeTimeout(IDLE_TIMEOUT)
        .protocols(List.of(Protocol.HTTP_1_1))
        .addInterceptor(new Http.StatusRetryInterceptor(RETRIED_STATUSES, RETRY_DELAY_MS, TRIES))
        .build();
  }

  MinioAsyncClient client() {
    return client;
  }

  String bucket() {
    return settings.bucket();
  }

  /** Sets the bucket and the key of a request. */
  <B extends ObjectArgs.Builder<B, A>, A extends ObjectArgs> B about(B builder, ObjectKey key) {
    return builder.bucket(settings.bucket()).object(key.value());
  }

  /** One PUT that fails with PRECONDITION if the key is taken. */
  void putIfAbsent(ObjectKey key, byte[] bytes) {
    PutObjectAPIArgs args =
        about(PutObjectAPIArgs.builder(), key)
            .data(bytes, bytes.length)
            .headers(contentHash(Sha256.of(bytes)))
            .extraHeaders(IF_ABSENT)
            .build();
    await(() -> client.putObject(args));
  }

  /** Like {@link #putIfAbsent(ObjectKey, byte[])}; the store verifies the hash. */
  void putIfAbsent(ObjectKey key, Path file, Sha256 sha256) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      PutObjectAPIArgs args =
          about(PutObjectAPIArgs.builder(), key)
              .file(bytes, bytes.length())
              .headers(contentHash(sha256))
              .extraHeaders(IF_ABSENT)
              .build();
      await(() -> client.putObject(args));
    }
  }

  /** The hash that the request is signed with, so that the client need not read the bytes again. */
  static Http.Headers contentHash(Sha256 sha256) {
    return new Http.Headers(Http.Headers.X_AMZ_CONTENT_SHA256, sha256.hex());
  }

  InputStream get(ObjectKey key) {
    return await(() -> client.getObject(about(GetObjectArgs.builder(), key).build()));
  }

  InputStream get(ObjectKey key, long offset, long length) {
    GetObjectArgs args = about(GetObjectArgs.builder(), key).offset(offset).length(length).build();
    return await(() -> client.getObject(args));
  }

  long size(ObjectKey key) {
    return await(() -> client.statObject(about(StatObjectArgs.builder(), key).build())).size();
  }

  void delete(ObjectKey key) {
    await(() -> client.removeObject(about(RemoveObjectArgs.builder(), key).build()));
  }

  /**
   * One page of a listing of the whole tree below a prefix.
   *
   * @param continuation where the page before ended, or null for the first
   */
  ListBucketResultV2 list(String prefix, @Nullable String continuation) {
    ListObjectsV2Args.Builder args =
        ListObjectsV2Args.builder().bucket(settings.bucket()).prefix(prefix).encodingType("url");
    if (continuation != null) {
      args.continuationToken(continuation);
    }
    return await(() -> client.listObjectsV2(args.build())).result();
  }

  boolean bucketExists() {
    BucketExistsArgs args = BucketExistsArgs.builder().bucket(settings.bucket()).build();
    return await(() -> client.bucketExists(args));
  }

  void makeBucket() {
    MakeBucketArgs args = MakeBucketArgs.builder().bucket(settings.bucket()).build();
    await(() -> client.makeBucket(args));
  }

  static <T> T await(Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> answer = request.get();
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("a request to the object store");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      throw S3Failure.of(e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
