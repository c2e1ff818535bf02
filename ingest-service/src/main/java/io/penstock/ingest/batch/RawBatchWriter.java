package io.penstock.ingest.batch;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.source.RawColumns;
import io.penstock.ingest.parquet.ParquetFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Writes batches as Parquet files with the columns of {@link RawColumns}, each into a file of its
 * own in a directory of the writer's. Safe for use by several threads.
 */
public final class RawBatchWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RawBatchWriter.class);
  private static final String INGESTED_AT = "penstock.ingested_at";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;

  /**
   * @param scratch directory below which the writer has its own; created if absent
   * @throws PenstockException of kind RESOURCE ({@code scratch-unavailable}) if it cannot be made
   */
  public RawBatchWriter(Path scratch) {
    try {
      Files.createDirectories(scratch);
      directory = Files.createTempDirectory(scratch, "batches-");
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-unavailable",
          "no directory for batches can be made in " + scratch + ": " + e,
          e);
    }
  }

  /**
   * Writes a batch and lets its rows go.
   *
   * @param ingestedAt stands in every row, and in the file's metadata: a batch that is written
   *     again at another time has other bytes even if it has no rows
   * @throws PenstockException of kind RESOURCE ({@code scratch-unavailable}) if the disk does not
   *     take it; the batch still has its rows then
   */
  public RawFile write(SealedBatch batch, Instant ingestedAt) {
    try {
      // Whoever clears temporary directories may have taken it away.
      Files.createDirectories(directory);
      Path file = Files.createTempFile(directory, "batch-", ".parquet");
      try {
        RawFile written = write(batch, ingestedAt, file);
        batch.releaseRows();
        return written;
      } catch (IOException | RuntimeException e) {
        delete(file);
        throw e;
      }
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-unavailable", "cannot write " + batch + " to " + directory + ": " + e, e);
    }
  }

  private static RawFile write(SealedBatch batch, Instant ingestedAt, Path file)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    long bytes;
    // The pages are large, the headers between them are not.
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(file), digest), BUFFER_BYTES)) {
      bytes =
          ParquetFile.write(
              out,
              RawSchema.ALL,
              batch.rowGroups(ingestedAt),
              Map.of(INGESTED_AT, ingestedAt.toString()));
    }
    return new RawFile(file, Sha256.ofDigest(digest.digest()), bytes);
  }

  /** Deletes a file that is uploaded, or not wanted. */
  public static void delete(RawFile file) {
    delete(file.path());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("cannot delete %s: %s", file, e);
    }
  }

  /** Deletes the directory; files in it must be deleted already. */
  @Override
  public void close() {
    delete(directory);
  }
}
