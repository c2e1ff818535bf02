package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.ingest.batch.RawBatchWriter;
import io.penstock.ingest.batch.RawFile;
import io.penstock.ingest.batch.SealedBatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A few threads that write batches to files; more of them would only compete for the same disk.
 * They are platform threads, because files block their thread.
 */
public final class BatchWriters implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BatchWriters.class);
  private static final long CLOSE_SECONDS = 10;

  private final ExecutorService threads;
  private final RawBatchWriter writer;

  /**
   * @param scratch directory for files on their way
   */
  public BatchWriters(Path scratch, int writers) {
    this.writer = new RawBatchWriter(scratch);
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
        CompletableFuture.supplyAsync(() -> writer.write(batch, ingestedAt), threads);
    try {
      return written.get();
    } catch (InterruptedException e) {
      var _ = written.thenAccept(RawBatchWriter::delete);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PenstockException failure
          ? failure
          : PenstockException.internal("batch-unwritten", "cannot write " + batch, e);
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
    writer.close();
  }
}
