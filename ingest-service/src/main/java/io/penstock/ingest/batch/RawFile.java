package io.penstock.ingest.batch;

import io.penstock.contracts.id.Sha256;
import java.nio.file.Path;

/**
 * A batch as a Parquet file on this machine's disk.
 *
 * @param path where it stands until it is uploaded
 * @param sha256 of its bytes
 * @param bytes its length
 */
public record RawFile(Path path, Sha256 sha256, long bytes) {}
