package io.penstock.ingest.batch;

import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.parquet.BytesColumn;
import io.penstock.ingest.parquet.ChoiceColumn;
import io.penstock.ingest.parquet.ColumnWriter;
import io.penstock.ingest.parquet.LongColumn;
import io.penstock.ingest.payload.PayloadReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/**
 * The rows of a batch as they will stand in its file: encoded as they come, and compressed as soon
 * as there are enough for a page. So a batch holds a fraction of what was read, in a few large
 * arrays; hundreds of thousands of small objects that live for seconds would keep the garbage
 * collector busier than anything else here.
 *
 * <p>Belongs to one thread.
 */
final class RawRows {
  /** Rows and bytes of a page: much more would take memory, much less would compress badly. */
  private static final int PAGE_ROWS_MAX = 16_384;

  private static final long PAGE_BYTES = 1 << 20;

  /** Rows and bytes, about, of a row group: what a reader holds in memory at once. */
  private static final int GROUP_ROWS_MAX = 122_880;

  private static final long GROUP_BYTES = 32L << 20;

  @SuppressWarnings("EnumOrdinal") // The dictionary stands in the same file.
  private static final List<String> STATUSES =
      Arrays.stream(RowStatus.values()).map(RowStatus::text).toList();

  private static final List<String> TIMESTAMP_TYPES =
      Arrays.stream(TimestampType.values()).map(RawRows::text).toList();

  private final LongColumn offsets = new LongColumn(RawSchema.OFFSET);
  private final LongColumn timestamps = new LongColumn(RawSchema.TIMESTAMP);
  private final ChoiceColumn timestampTypes =
      new ChoiceColumn(RawSchema.TIMESTAMP_TYPE, TIMESTAMP_TYPES);
  private final BytesColumn keys = new BytesColumn(RawSchema.KEY);
  private final BytesColumn headerNames = new BytesColumn(RawSchema.HEADERS.required());
  private final BytesColumn headerValues = new BytesColumn(RawSchema.HEADERS.optional());
  private final BytesColumn payloads = new BytesColumn(RawSchema.PAYLOAD);
  private final LongColumn eventTimes = new LongColumn(RawSchema.EVENT_TIME);
  private final ChoiceColumn statuses = new ChoiceColumn(RawSchema.STATUS, STATUSES);
  private final BytesColumn reasons = new BytesColumn(RawSchema.REASON);
  private final List<ColumnWriter> columns =
      List.of(
          offsets,
          timestamps,
          timestampTypes,
          keys,
          headerNames,
          headerValues,
          payloads,
          eventTimes,
          statuses,
          reasons);
  private final List<RawRowGroup> groups = new ArrayList<>();
  private int pageRows;
  private long pageBytes;
  private int groupRows;
  private long groupBytes;

  private static String text(TimestampType type) {
    return switch (type) {
      case CREATE_TIME -> "create";
      case LOG_APPEND_TIME -> "append";
      case NO_TIMESTAMP_TYPE -> "none";
    };
  }

  @SuppressWarnings("EnumOrdinal") // The dictionaries stand in the same file.
  void add(RawRow row) {
    offsets.add(row.offset());
    timestamps.add(row.timestampMillis());
    timestampTypes.add(row.timestampType().ordinal());
    keys.add(row.key());
    add(row.headers());
    payloads.add(row.payload());
    statuses.add(row.status().ordinal());
    switch (row.reading()) {
      case PayloadReading.Ok ok -> {
        eventTimes.add(ok.epochMicros());
        reasons.add(null);
      }
      case PayloadReading.Unplaced unplaced -> {
        eventTimes.addNull();
        reasons.add(unplaced.reason().getBytes(StandardCharsets.UTF_8));
      }
    }
    count(row.memoryBytes());
  }

  private void add(Header[] headers) {
    if (headers.length == 0) {
      headerNames.addEmptyList();
      headerValues.addEmptyList();
    }
    for (int i = 0; i < headers.length; i++) {
      headerNames.addToList(i == 0, headers[i].key().getBytes(StandardCharsets.UTF_8));
      headerValues.addToList(i == 0, headers[i].value());
    }
  }

  private void count(long bytes) {
    pageRows++;
    pageBytes += bytes;
    groupRows++;
    groupBytes += bytes;
    if (groupRows == GROUP_ROWS_MAX || groupBytes >= GROUP_BYTES) {
      endGroup();
    } else if (pageRows == PAGE_ROWS_MAX || pageBytes >= PAGE_BYTES) {
      columns.forEach(ColumnWriter::endPage);
      pageRows = 0;
      pageBytes = 0;
    }
  }

  private void endGroup() {
    groups.add(
        new RawRowGroup(groupRows, columns.stream().map(ColumnWriter::endRowGroup).toList()));
    pageRows = 0;
    pageBytes = 0;
    groupRows = 0;
    groupBytes = 0;
  }

  /** All rows, when no more come. */
  List<RawRowGroup> end() {
    if (groupRows > 0) {
      endGroup();
    }
    return groups;
  }
}
