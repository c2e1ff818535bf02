package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.ingest.batch.RawBatchWriter;
import io.penstock.ingest.batch.RawFile;
import io.penstock.ingest.batch.SealedBatch;
import io.penstock.lake.engine.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A few threads that write batches to files; more of them would only compete for the same cores and
 * memory. They are platform threads, because the engine holds on to its thread.
 */
public final class BatchWriters implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BatchWriters.class);
  private static final long CLOSE_SECONDS = 10;

  private final EngineSettings settings;
  private final ExecutorService threads;
  private final Queue<RawBatchWriter> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param settings of each writer's engine session
   */
  public BatchWriters(EngineSettings settings, int writers) {
    this.settings = settings.withThreads(1);
    this.threads =
        Executors.newFixedThreadPool(
            writers, Thread.ofPlatform().name("batch-writer-", 0).daemon().factory());
  }

  /**
   * Writes a batch, which then has no rows any more.
   *
   * @throws InterruptedException if the caller is interrupted; nothing stays on disk then
   * @throws PenstockException if it cannot be written; the batch still has its rows then
   */
  RawFile write(SealedBatch batch, Instant ingestedAt) throws InterruptedException {
    CompletableFuture<RawFile> written =
        CompletableFuture.supplyAsync(() -> writeHere(batch, ingestedAt), threads);
    try {
      return written.get();
    } catch (InterruptedException e) {
      var _ = written.thenAccept(BatchWriters::delete);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PenstockException failure
          ? failure
          : PenstockException.internal("batch-unwritten", "cannot write " + batch, e);
    }
  }

  private RawFile writeHere(SealedBatch batch, Instant ingestedAt) {
    RawBatchWriter writer = idle.poll();
    if (writer == null) {
      writer = new RawBatchWriter(settings);
    }
    try {
      RawFile file = writer.write(batch, ingestedAt);
      idle.add(writer);
      return file;
    } catch (RuntimeException e) {
      // Whatever state the session is in, the next batch gets a fresh one.
      closeQuietly(writer);
      throw e;
    }
  }

  /** Deletes a file that is uploaded, or not wanted. */
  static void delete(RawFile file) {
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      LOG.warnf("cannot delete %s: %s", file.path(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a batch is still being written; leaving its file behind");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    idle.forEach(BatchWriters::closeQuietly);
  }

  private static void closeQuietly(RawBatchWriter writer) {
    try {
      writer.close();
    } catch (PenstockException e) {
      LOG.warn("cannot close an engine session", e);
    }
  }
}
