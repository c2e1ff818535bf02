package io.penstock.ingest.parquet;

import org.apache.parquet.format.Encoding;

/**
 * A part of a column that is encoded.
 *
 * @param values how many, those that are null included
 * @param encoding of the values
 * @param plainBytes its length before it was compressed
 * @param bytes as they stand in the file
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares pages, and copies would cost.
public record Page(int values, Encoding encoding, int plainBytes, byte[] bytes) {}
