package io.penstock.catalog.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.OriginRange;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.QuarantineStage;
import io.penstock.contracts.quarantine.QuarantinedRow;
import io.penstock.contracts.quarantine.WindowQuarantine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.ObjectStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads objects of quarantined rows with one engine session, which belongs to the caller. */
final class QuarantineReader {
  private static final TypeReference<List<QuarantinedRow.Header>> HEADERS =
      new TypeReference<>() {};

  private static final String COLUMNS =
      """
      topic_id, partition, "offset", timestamp, base64(key), base64(payload), TRY(decode(payload)),
      to_json(list_transform(headers, lambda h: {name: h.name, value: base64(h.value)}))::VARCHAR,
      epoch_us(event_time), raw_key, epoch_us(window_start), epoch_us(window_end), stage, held,
      to_json(rules)::VARCHAR, build_id\
      """;

  private final EngineSession session;
  private final ObjectStore store;

  QuarantineReader(EngineSession session, ObjectStore store) {
    this.session = session;
    this.store = store;
  }

  /** Where a page ended: rows come by window, then by origin. */
  record Position(String topicId, int partition, long offset) {
    String after() {
      return "(topic_id, partition, \"offset\") > (%s, %d, %d)"
          .formatted(Sql.literal(topicId), partition, offset);
    }
  }

  /** The rows of a window that are still stored, as a relation; empty if there are none. */
  Optional<String> relation(WindowQuarantine window) {
    List<StoredObject> files =
        window.files().stream()
            .filter(WindowQuarantine.File::stored)
            .map(file -> file.file().object())
            .toList();
    return files.isEmpty() ? Optional.empty() : Optional.of(relation(files));
  }

  /** The rows of some objects as a relation. */
  String relation(List<StoredObject> files) {
    return files.stream()
        .map(file -> {
          Path directory = session.scratch().resolve(UUID.randomUUID().toString());
          return Sql.literal(store.download(file.key(), file.sha256(), directory));
        })
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  /** Rows of a relation in the order of their origins. */
  List<QuarantinedRow> rows(
      String relation, Optional<String> rule, Optional<Position> after, long limit) {
    return session.queryRows(
        "SELECT %s FROM %s WHERE %s AND %s ORDER BY topic_id, partition, \"offset\" LIMIT %d"
            .formatted(
                COLUMNS, relation, breaks(rule), after.map(Position::after).orElse("true"), limit),
        QuarantineReader::row);
  }

  /** Predicate: the row is meant. */
  static String selected(Optional<String> rule, List<OriginRange> origins) {
    String ranges =
        origins.isEmpty()
            ? "true"
            : origins.stream()
                .map(QuarantineReader::within)
                .collect(Collectors.joining(" OR ", "(", ")"));
    return breaks(rule) + " AND " + ranges;
  }

  private static String within(OriginRange range) {
    String place =
        "(partition = %d AND \"offset\" BETWEEN %d AND %d"
            .formatted(range.partition(), range.first(), range.last());
    return place
        + range.topicId().map(id -> " AND topic_id = " + Sql.literal(id.value())).orElse("")
        + ")";
  }

  private static String breaks(Optional<String> rule) {
    return rule.map(name ->
            "len(list_filter(rules, lambda r: %1$s IN (r['type'], concat(r['type'], '(', r['subject'], ')')))) > 0"
                .formatted(Sql.literal(name)))
        .orElse("true");
  }

  private static QuarantinedRow row(ResultSet row) throws SQLException {
    return new QuarantinedRow(
        new TopicId(row.getString(1)),
        row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        Optional.ofNullable(row.getString(5)),
        read(row.getString(8)),
        Optional.ofNullable(row.getString(6)),
        Optional.ofNullable(row.getString(7)),
        instant(row.getLong(9)),
        new ObjectKey(row.getString(10)),
        new Window(instant(row.getLong(11)), instant(row.getLong(12))),
        QuarantineStage.parse(row.getString(13)),
        row.getBoolean(14),
        rules(row.getString(15)),
        new BuildId(row.getString(16)));
  }

  private static List<QuarantinedRow.Header> read(String json) {
    try {
      return Json.mapper().readValue(json, HEADERS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<QuarantinedRow.Broken> rules(String json) {
    try {
      List<QuarantinedRow.Broken> rules = new ArrayList<>();
      for (JsonNode rule : Json.mapper().readTree(json)) {
        JsonNode index = rule.path("index");
        rules.add(
            new QuarantinedRow.Broken(
                new QuarantineRule(
                    index.isInt() ? Optional.of(index.intValue()) : Optional.empty(),
                    rule.path("type").asText(),
                    rule.path("subject").asText()),
                rule.path("reason").asText()));
      }
      return rules;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
