package io.penstock.transform.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast way and the exact way of decoding agree: of a payload that the fast way is sure of, both
 * make the same row. Payloads are generated from values at the edges of every type.
 */
class DecodeAgreementTest {
  private static final List<String> JSON_VALUES =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "66",
          "66.0",
          "1e2",
          "1E-2",
          "2147483647",
          "2147483648",
          "-2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "18446744073709551616",
          "123456789012345678901234567890",
          "1.5",
          "-2.50",
          "0.1",
          "-0.0",
          "12.345",
          "99999999.99",
          "100000000.00",
          "0.12345678901234567890123",
          "66.00000000000000000001",
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999999",
          "4.9e-324",
          "1.7976931348623157e308",
          "true",
          "false",
          "null",
          "\"\"",
          "\"abc\"",
          "\"12\"",
          "\"1.5\"",
          "\"true\"",
          "\"null\"",
          "\"NaN\"",
          "\"inf\"",
          "\"2024-02-29\"",
          "\"2023-02-29\"",
          "\"0001-01-01\"",
          "\"0000-01-01\"",
          "\"9999-12-31\"",
          "\"2024-2-9\"",
          "\"2024-01-01 \"",
          "\"infinity\"",
          "\"2024-01-01T00:00:00Z\"",
          "\"2024-01-01T00:00:00.123456Z\"",
          "\"2024-01-01T00:00:00.123456789Z\"",
          "\"2024-01-01T23:59:59+05:30\"",
          "\"2024-01-01T24:00:00Z\"",
          "\"2024-01-01T00:00:60Z\"",
          "\"2024-01-01T00:00:00\"",
          "\"2024-01-01 00:00:00Z\"",
          "\"2024-01-01T00:00Z\"",
          "\"2024-02-30T00:00:00Z\"",
          "\"0001-01-01T00:00:00Z\"",
          "\"0001-01-01T00:00:00+01:00\"",
          "\"9999-12-31T23:59:59.999999Z\"",
          "\"9999-12-31T23:59:59-01:00\"",
          "\"0002-01-01T00:00:00Z\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud800\"",
          "\"\\udc00x\"",
          "\"a\\u0000b\"",
          "\"İıŞ\"",
          "\"\\\\\\\"\\/\\b\\n\"",
          "{}",
          "[]",
          "{\"f\":1}",
          "[1,\"x\"]");

  /** Landing lets only RFC 8259 through, but a declared field takes nobody's word for it. */
  private static final List<String> NOT_JSON =
      List.of(
          "NaN",
          "Infinity",
          "-Infinity",
          "01",
          "+1",
          ".5",
          "1.",
          "'a'",
          "tru",
          "",
          "1,",
          "// c\n1");

  private static final List<String> VALUES =
      Stream.concat(JSON_VALUES.stream(), NOT_JSON.stream()).toList();

  private static final Map<String, String> TYPES = types();

  private static Map<String, String> types() {
    Map<String, String> types = new java.util.LinkedHashMap<>();
    List<String> names =
        List.of(
            "s", "i", "l", "d", "b", "day", "at", "dec", "whole", "a/b~c", "quo\"te", "$.x", "*",
            "0", "select", "Ş", "it's", "sp ace", "a.b");
    List<String> kinds =
        List.of(
            "string",
            "int",
            "long",
            "double",
            "boolean",
            "date",
            "timestamp",
            "decimal(10,2)",
            "decimal(38,0)");
    for (int index = 0; index < names.size(); index++) {
      types.put(names.get(index), kinds.get(index % kinds.size()) + (index % 3 == 0 ? "" : "?"));
    }
    return types;
  }

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatTheFastWayIsSureOfIsWhatTheExactWayMakes(long seed) {
    PipelineSpec spec = spec();
    List<byte[]> payloads = payloads(new Random(seed), 2_000);
    ConformSchema schema = ConformSchema.of(spec);
    PayloadDecoder decoder = new PayloadDecoder(schema.versions());
    Map<Long, String> exact = new HashMap<>();
    List<Raw> rows = new ArrayList<>();
    for (int index = 0; index < payloads.size(); index++) {
      Raw raw = Raw.at(index, "2024-01-01T00:00:00Z", "").withPayload(payloads.get(index));
      if (decoder.decode(payloads.get(index)) instanceof Decoded.Event event) {
        exact.put((long) index, event.json());
      }
      rows.add(raw);
    }
    try (EngineSession session = new LocalBuild(directory, 2).session()) {
      LocalBuild.write(session, rows, session.scratch().resolve("raw.parquet"));
      DecodeSql decode =
          new DecodeSql(
              schema,
              FieldSources.of(session, schema),
              new PrivateFields(session, PrivacyKeys.of(Map.of())));
      session.execute(
          """
          CREATE TABLE raw AS SELECT topic_id AS __topic_id, partition AS __partition,
            "offset" AS __offset, event_time, payload AS __payload, 1 AS __forced FROM '%s'
          """
              .formatted(session.scratch().resolve("raw.parquet")));
      session.execute(
          "CREATE TABLE judged AS "
              + decode.judged(
                  "SELECT * REPLACE (NULL::INTEGER AS __forced), TRY(decode(__payload)) AS __body FROM raw",
                  List.of("s")));
      Map<Long, String> fast =
          conformed(
              session, "SELECT * EXCLUDE (__bytes, __doubt) FROM judged WHERE __doubt IS NULL");
      session.execute("CREATE TABLE exact (__offset BIGINT, __body VARCHAR)");
      for (Map.Entry<Long, String> event : exact.entrySet()) {
        session.execute(
            "INSERT INTO exact VALUES (%d, %s)"
                .formatted(event.getKey(), Sql.literal(event.getValue())));
      }
      Map<Long, String> slow =
          conformed(
              session, decode.conformed("FROM raw JOIN exact USING (__offset)", List.of("s")));

      assertThat(slow.keySet()).isEqualTo(exact.keySet());
      assertThat(fast).isNotEmpty().hasSizeLessThan(slow.size());
      fast.forEach((offset, row) ->
          assertThat(row)
              .as(new String(payloads.get(offset.intValue()), StandardCharsets.UTF_8))
              .isEqualTo(slow.get(offset)));
    }
  }

  private static Map<Long, String> conformed(EngineSession session, String conformed) {
    Map<Long, String> rows = new HashMap<>();
    session.queryRows(
        "SELECT __offset, to_json(struct_pack(*COLUMNS(* EXCLUDE (event_time))))::VARCHAR FROM ("
            + conformed
            + ")",
        row -> rows.put(row.getLong(1), row.getString(2)));
    return rows;
  }

  private static PipelineSpec spec() {
    String fields =
        TYPES.entrySet().stream()
            .map(field ->
                "      ? '"
                    + field.getKey().replace("'", "''")
                    + "'\n      : '"
                    + field.getValue()
                    + "'\n")
            .collect(Collectors.joining());
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: p
        source: {topic: t, eventTime: {field: s}}
        window: {size: P1D}
        key: [s]
        dataset: {name: d}
        schema:
          versions:
          - version: 1
            fields:
        """
            + fields);
  }

  /** Mostly right values, so that rows fail for one field at a time, and every odd one. */
  private static List<byte[]> payloads(Random random, int count) {
    List<byte[]> payloads = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      List<String> members = new ArrayList<>();
      for (Map.Entry<String, String> field : TYPES.entrySet()) {
        FieldType type = FieldType.parse(field.getValue());
        if (type.optional() && random.nextInt(4) == 0) {
          continue;
        }
        boolean odd = random.nextInt(TYPES.size()) == 0;
        String value = odd ? VALUES.get(random.nextInt(VALUES.size())) : usual(type, random);
        members.add(io.penstock.contracts.json.Json.text(field.getKey()) + ":" + value);
      }
      if (random.nextInt(5) == 0) {
        members.add("\"extra\":" + JSON_VALUES.get(random.nextInt(JSON_VALUES.size())));
      }
      if (random.nextInt(20) == 0) {
        members.add(members.get(random.nextInt(members.size())));
      }
      if (random.nextInt(20) == 0) {
        Collections.shuffle(members, random);
      }
      String text = "{" + String.join(random.nextBoolean() ? "," : " ,\n ", members) + "}";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(50) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      payloads.add(bytes);
    }
    return payloads;
  }

  private static String usual(FieldType type, Random random) {
    return switch (type.type().text()) {
      case "string" -> "\"x" + random.nextInt(9) + "\\u00e9\"";
      case "int" -> Integer.toString(random.nextInt());
      case "long" -> Long.toString(random.nextLong());
      case "double" ->
          Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(600) - 300));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "date" -> "\"" + java.time.LocalDate.ofEpochDay(random.nextInt(40_000)) + "\"";
      case "timestamp" ->
          "\"" + Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L) + "\"";
      case "decimal(10,2)" -> random.nextInt(100_000_000) + "." + random.nextInt(100);
      default -> Long.toString(random.nextLong());
    };
  }
}
