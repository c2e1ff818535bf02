package io.penstock.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;

/**
 * S3 over a directory.
 *
 * <p>A PUT is a rename and survives the end of the process. Unlike a real store it is not synced to
 * disk: a crash of the whole machine may lose it.
 */
final class S3Part implements Part {
  static final String ACCESS_KEY = "penstock";
  static final String SECRET_KEY = "penstock-local-only";
  static final String REGION = "us-east-1";

  private static final long SIGNED_BODY_MAX_BYTES = 128L << 20;
  private static final int THREADS = 32;

  private final Path dir;
  private final int port;
  private final Reach reach;
  private volatile @Nullable S3Proxy server;

  S3Part(Path dir, int port, Reach reach) {
    this.dir = dir;
    this.port = port;
    this.reach = reach;
  }

  @Override
  public Map<String, String> start() throws Exception {
    Files.createDirectories(dir);
    Properties store = new Properties();
    store.setProperty("jclouds.filesystem.basedir", dir.toString());
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(BlobStores.create("filesystem", store))
            .endpoint(URI.create("http://" + reach.bind() + ":" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .v4MaxNonChunkedRequestSize(SIGNED_BODY_MAX_BYTES)
            .ignoreUnknownHeaders(true)
            .jettyMaxThreads(THREADS)
            .stopTimeout(500)
            .build();
    BodyBudget.limit(proxy, Runtime.getRuntime().maxMemory() * 3 / 8);
    server = proxy;
    proxy.start();
    return Map.of(
        "penstock.s3.endpoint", "http://" + reach.address(port),
        "penstock.s3.access-key", ACCESS_KEY,
        "penstock.s3.secret-key", SECRET_KEY,
        "penstock.s3.region", REGION);
  }

  @Override
  public void close() throws Exception {
    S3Proxy running = server;
    if (running != null) {
      running.stop();
    }
  }
}
