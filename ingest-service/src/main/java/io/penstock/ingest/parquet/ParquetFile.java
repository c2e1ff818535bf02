package io.penstock.ingest.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/**
 * Puts encoded row groups together to a file, as <a
 * href="https://parquet.apache.org/docs/file-format/">Parquet's format</a> has it. Equal row groups
 * give equal bytes.
 */
public final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final String CREATED_BY = "penstock";
  private static final int FORMAT_VERSION = 1;

  private final OutputStream out;
  private long position;

  private ParquetFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a file.
   *
   * @param metadata texts that stand in its footer
   * @return its length in bytes
   * @throws IllegalArgumentException if a row group does not fit the schema
   */
  public static long write(
      OutputStream out, Schema schema, List<RowGroup> rowGroups, Map<String, String> metadata)
      throws IOException {
    rowGroups.forEach(rowGroup -> rowGroup.requireFits(schema));
    ParquetFile file = new ParquetFile(out);
    file.write(schema, rowGroups, metadata);
    return file.position;
  }

  private void write(Schema schema, List<RowGroup> rowGroups, Map<String, String> metadata)
      throws IOException {
    put(MAGIC);
    List<org.apache.parquet.format.RowGroup> written = new ArrayList<>();
    long rows = 0;
    for (RowGroup rowGroup : rowGroups) {
      written.add(write(rowGroup));
      rows += rowGroup.rows();
    }
    FileMetaData footer =
        new FileMetaData(FORMAT_VERSION, schema.elements(), rows, written)
            .setCreated_by(CREATED_BY)
            // Without it nobody may trust the statistics.
            .setColumn_orders(
                schema.leaves().stream()
                    .map(leaf -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))
                    .toList())
            .setKey_value_metadata(
                metadata.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new KeyValue(entry.getKey()).setValue(entry.getValue()))
                    .toList());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, bytes);
    put(bytes.toByteArray());
    put(littleEndian(Integer.BYTES).putInt(bytes.size()).array());
    put(MAGIC);
  }

  private org.apache.parquet.format.RowGroup write(RowGroup rowGroup) throws IOException {
    long start = position;
    List<ColumnChunk> columns = new ArrayList<>();
    long plainBytes = 0;
    for (Chunk chunk : rowGroup.chunks()) {
      ColumnMetaData column = write(chunk);
      plainBytes += column.getTotal_uncompressed_size();
      columns.add(new ColumnChunk(0).setMeta_data(column));
    }
    return new org.apache.parquet.format.RowGroup(columns, plainBytes, rowGroup.rows())
        .setFile_offset(start)
        .setTotal_compressed_size(position - start);
  }

  private ColumnMetaData write(Chunk chunk) throws IOException {
    long start = position;
    long saved = 0;
    if (chunk.dictionary().isPresent()) {
      Page page = chunk.dictionary().get();
      DictionaryPageHeader header = new DictionaryPageHeader(page.values(), page.encoding());
      put(page, header(PageType.DICTIONARY_PAGE, page).setDictionary_page_header(header));
    }
    long dataStart = position;
    for (Page page : chunk.pages()) {
      DataPageHeader header =
          new DataPageHeader(page.values(), page.encoding(), Encoding.RLE, Encoding.RLE);
      put(page, header(PageType.DATA_PAGE, page).setData_page_header(header));
      saved += page.plainBytes() - page.bytes().length;
    }
    ColumnMetaData column =
        new ColumnMetaData(
                chunk.leaf().kind().type(),
                encodings(chunk),
                chunk.leaf().path(),
                chunk.codec(),
                chunk.values(),
                position - start + saved,
                position - start,
                dataStart)
            .setStatistics(statistics(chunk));
    return chunk.dictionary().isPresent() ? column.setDictionary_page_offset(start) : column;
  }

  private static PageHeader header(PageType type, Page page) {
    return new PageHeader(type, page.plainBytes(), page.bytes().length);
  }

  private void put(Page page, PageHeader header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writePageHeader(header, bytes);
    put(bytes.toByteArray());
    put(page.bytes());
  }

  private static List<Encoding> encodings(Chunk chunk) {
    List<Encoding> encodings = new ArrayList<>(List.of(Encoding.RLE));
    chunk.dictionary().map(Page::encoding).ifPresent(encodings::add);
    chunk.pages().stream()
        .map(Page::encoding)
        .distinct()
        .filter(encoding -> !encodings.contains(encoding))
        .forEach(encodings::add);
    return encodings;
  }

  private static Statistics statistics(Chunk chunk) {
    Statistics statistics = new Statistics().setNull_count(chunk.nulls());
    chunk
        .range()
        .ifPresent(range ->
            statistics
                .setMin_value(littleEndian(Long.BYTES).putLong(range.least()).array())
                .setMax_value(littleEndian(Long.BYTES).putLong(range.greatest()).array()));
    return statistics;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
