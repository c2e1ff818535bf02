package io.penstock.transform.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformTest {
  private static final String NOON = "2001-01-01T12:00:00Z";
  private static final PipelineSpec FLIGHTS =
      spec("fields: {date: string, delay: int, origin: string?}", "");

  @TempDir Path directory;
  private LocalBuild build;

  @BeforeEach
  void build() {
    build = new LocalBuild(directory, 2);
  }

  /** A pipeline with one schema version, as YAML, and more lines at its top level. */
  private static PipelineSpec spec(String version, String more) {
    return specOf("    - version: 1\n      " + version, more);
  }

  private static PipelineSpec specOf(String versions, String more) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: flights
        source: {topic: flights, eventTime: {field: date}}
        key: [date]
        window: {size: P1D}
        dataset: {name: flights}
        %s
        schema:
        %s
        """
            .formatted(
                more, versions.startsWith("  fields") ? versions : "  versions:\n" + versions));
  }

  @Test
  void conformedRowsHaveTheFieldsTheEventTimeAndTheHiddenColumns() {
    var conformed =
        build.conform(
            FLIGHTS,
            List.of(
                Raw.at(
                    7, "2001-01-01T10:00:00Z", "{\"date\":\"b\",\"delay\":3,\"origin\":\"LAX\"}"),
                Raw.at(8, "2001-01-01T09:00:00.000001Z", "{\"delay\":-4,\"date\":\"a\"}")
                    .inPartition(2)));

    assertThat(build.rows(conformed.conformed(), "*"))
        .containsExactly(
            "a|-4|null|2001-01-01 09:00:00.000001+00|AAAAAAAAAAAAAAAAAAAAAA|2|8|null",
            "b|3|LAX|2001-01-01 10:00:00+00|AAAAAAAAAAAAAAAAAAAAAA|0|7|null");
    assertThat(conformed.result().rows()).isEqualTo(2);
    assertThat(conformed.result().windowed()).isEqualTo(origin(0, 7).plus(origin(2, 8)));
    assertThat(conformed.result().schemaFailed()).isEqualTo(Fingerprint.EMPTY);
    assertThat(conformed.quarantine()).isNull();
  }

  @Test
  void rowsThatShareTheirKeyHaveTheHashOfTheirPayload() {
    var conformed =
        build.conform(
            FLIGHTS,
            List.of(
                Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}"),
                Raw.at(2, NOON, "{\"date\":\"b\",\"delay\":2}"),
                Raw.at(3, NOON, "{\"date\":\"a\",\"delay\":3.0}"),
                Raw.at(4, NOON, "{\"date\":\"b\",\"delay\":\"x\"}")));

    assertThat(build.rows(conformed.conformed(), "__offset, lower(hex(__payload_sha256))"))
        .containsExactlyInAnyOrder(
            "1|a2733ada514bb5d04d731262d1c7ab3e69f772c1606b2cdd14293ee18f107afb",
            "3|bbc0f580018778a517dd49545c5a21a345fed201cf302a251be980dae4e75e9d",
            "2|null");
  }

  @Test
  void rowsThatFailGoToQuarantineAsTheyCame() {
    var conformed =
        build.conform(
            FLIGHTS,
            List.of(
                Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}"),
                Raw.at(2, NOON, "{\"date\":\"a\",\"delay\":\"abc\"}"),
                Raw.at(3, NOON, "{\"date\":\"a\"}"),
                Raw.at(4, NOON, "").withPayload(new byte[] {(byte) 0xff, 'x'}),
                Raw.at(5, NOON, "").withPayload(null)));

    assertThat(build.rows(conformed.conformed(), "date, delay")).containsExactly("a|1");
    assertThat(
            build.rows(
                conformed.quarantine(),
                "coalesce(TRY(decode(payload)), hex(payload)), key, headers, timestamp, topic_id, partition, \"offset\", event_time, stage, held, rules[1].type, rules[1].reason"))
        .containsExactly(
            "{\"date\":\"a\",\"delay\":\"abc\"}|k|[{'name': h, 'value': v}]|0|AAAAAAAAAAAAAAAAAAAAAA|0|2|2001-01-01 12:00:00+00|schema|false|schema|field delay: expected int, found string \"abc\"",
            "{\"date\":\"a\"}|k|[{'name': h, 'value': v}]|0|AAAAAAAAAAAAAAAAAAAAAA|0|3|2001-01-01 12:00:00+00|schema|false|schema|field delay: missing",
            "FF78|k|[{'name': h, 'value': v}]|0|AAAAAAAAAAAAAAAAAAAAAA|0|4|2001-01-01 12:00:00+00|schema|false|schema|payload: not UTF-8",
            "null|k|[{'name': h, 'value': v}]|0|AAAAAAAAAAAAAAAAAAAAAA|0|5|2001-01-01 12:00:00+00|schema|false|schema|payload: not a JSON object");
    assertThat(conformed.result().schemaFailed())
        .isEqualTo(origin(0, 2).plus(origin(0, 3)).plus(origin(0, 4)).plus(origin(0, 5)));
  }

  @Test
  void aRowOfWhichTheFastWayIsNotSureIsKeptIfItIsRight() {
    PipelineSpec spec = spec("fields: {date: string, delay: int, price: 'decimal(20,12)'}", "");

    var conformed =
        build.conform(
            spec,
            List.of(
                Raw.at(
                    1,
                    NOON,
                    "{\"date\":\"\\u0131\\u0000'\\\"\",\"delay\":66.0,\"price\":0.123456789012}"),
                Raw.at(
                    2,
                    NOON,
                    "{\"date\":\"a\",\"delay\":7,\"price\":12345678.123456789012,\"x\":\"\\ud800\"}")));

    assertThat(build.rows(conformed.conformed(), "replace(date, chr(0), '0'), delay, price"))
        .containsExactlyInAnyOrder("ı0'\"|66|0.123456789012", "a|7|12345678.123456789012");
    assertThat(conformed.quarantine()).isNull();
  }

  @Test
  void onlyPlacedRowsOfTheWindowAreRead() {
    var conformed =
        build.conform(
            FLIGHTS,
            List.of(
                Raw.at(1, "2001-01-01T00:00:00Z", "{\"date\":\"first\",\"delay\":1}"),
                Raw.at(2, "2001-01-01T23:59:59.999999Z", "{\"date\":\"last\",\"delay\":1}"),
                Raw.at(3, "2001-01-02T00:00:00Z", "{\"date\":\"next day\",\"delay\":1}"),
                Raw.at(4, "2000-12-31T23:59:59.999999Z", "{\"date\":\"day before\",\"delay\":1}"),
                Raw.at(5, NOON, "{\"date\":\"unplaced\",\"delay\":1}").withStatus("no_time")));

    assertThat(build.rows(conformed.conformed(), "date")).containsExactly("first", "last");
  }

  @Test
  void batchesThatDoNotHoldWhatIngestCountedAreABug() {
    List<Raw> rows = List.of(Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}"));
    BuildPlan counted = LocalBuild.plan(FLIGHTS, List.of(rows.getFirst(), Raw.at(2, NOON, "{}")));

    PenstockException failure =
        catchThrowableOfType(PenstockException.class, () -> build.conform(counted, List.of(rows)));

    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failure.code()).isEqualTo("unbalanced-window");
  }

  @Test
  void versionsAreUpgradedToTheConformedFields() {
    PipelineSpec spec =
        specOf(
            """
              fields: {date: string, session_id: string, at: timestamp, amount: 'decimal(10,2)?'}
              versions:
                - version: 1
                  fields: {date: string, session_id: string, timestamp: string, amount: 'decimal(10,2)?'}
                  upgrade: {at: 'CAST(timestamp AS TIMESTAMPTZ)'}
                - version: 2
                  fields: {date: string, session_uuid: string, epoch: long}
                  upgrade:
                    session_id: upper(session_uuid)
                    at: to_timestamp(epoch)
                    amount: CAST(1000 // (epoch - 5) AS BIGINT)
            """,
            "");

    var conformed =
        build.conform(
            spec,
            List.of(
                Raw.at(
                    1,
                    NOON,
                    "{\"date\":\"1\",\"session_id\":\"a\",\"timestamp\":\"2001-01-01T00:00:00Z\",\"amount\":1.5}"),
                Raw.at(2, NOON, "{\"date\":\"2\",\"session_uuid\":\"b\",\"epoch\":15}"),
                Raw.at(
                    3, NOON, "{\"date\":\"3\",\"session_id\":\"c\",\"timestamp\":\"yesterday\"}"),
                Raw.at(4, NOON, "{\"date\":\"4\",\"session_uuid\":\"d\",\"epoch\":16.0}"),
                Raw.at(5, NOON, "{\"date\":\"5\",\"session_uuid\":\"e\"}")));

    assertThat(build.rows(conformed.conformed(), "date, session_id, \"at\", amount"))
        .containsExactlyInAnyOrder(
            "1|a|2001-01-01 00:00:00+00|1.50",
            "2|B|1970-01-01 00:00:15+00|100.00",
            "4|D|1970-01-01 00:00:16+00|90.00");
    assertThat(build.rows(conformed.quarantine(), "\"offset\", rules[1].reason"))
        .containsExactly(
            "3|field at: the upgrade of version 1 fails for its values",
            "5|no version of the schema fits: version 2 needs epoch; version 1 needs session_id, timestamp");
  }

  @Test
  void anUpgradeThatGivesNullForARequiredFieldFails() {
    PipelineSpec spec =
        specOf(
            """
              fields: {date: string, delay: int}
              versions:
                - version: 1
                  fields: {date: string, late: string?}
                  upgrade: {delay: "CASE late WHEN 'yes' THEN 1 WHEN 'very' THEN 3000000000 END"}
            """,
            "");

    var conformed =
        build.conform(
            spec,
            List.of(
                Raw.at(1, NOON, "{\"date\":\"a\",\"late\":\"yes\"}"),
                Raw.at(2, NOON, "{\"date\":\"a\"}"),
                Raw.at(3, NOON, "{\"date\":\"a\",\"late\":\"very\"}"),
                Raw.at(4, NOON, "{\"date\":\"a\",\"late\":\"very\",\"late\":\"very\"}"),
                Raw.at(5, NOON, "{\"date\":\"a\",\"x\":\"\\ud800\"}")));

    assertThat(build.rows(conformed.conformed(), "date, delay")).containsExactly("a|1");
    assertThat(build.rows(conformed.quarantine(), "\"offset\", rules[1].reason"))
        .containsExactly(
            "2|field delay: the upgrade of version 1 gives null",
            "3|field delay: its value in version 1 is not exactly a int",
            "4|field late: appears more than once",
            "5|field delay: the upgrade of version 1 gives null");
  }

  @Test
  void privateFieldsAreHiddenAndQuarantineNamesTheRawBatchInsteadOfTheirBytes() {
    PipelineSpec spec =
        spec(
            "fields: {date: string, email: string, phone: string, note: string?}",
            "privacy: [{field: email, rule: mask}, {field: phone, rule: hmac, key: k}, {field: note, rule: redact}]");

    var conformed =
        build.conform(
            spec,
            List.of(
                Raw.at(
                    1,
                    NOON,
                    "{\"date\":\"a\",\"email\":\"jo@x.org\",\"phone\":\"12\",\"note\":\"n\"}"),
                Raw.at(2, NOON, "{\"date\":\"a\",\"email\":\"jo@x.org\",\"phone\":12}")));

    assertThat(build.rows(conformed.conformed(), "email, phone, note"))
        .containsExactly(
            "j***@x.org|b89b0f489c11f6c8448450cea2594c6c3bc93b8b3c79d1d0f957e3277053eedf|null");
    assertThat(
            build.rows(
                conformed.quarantine(),
                "key, headers, payload, raw_key, rules[1].reason, \"offset\""))
        .containsExactly("null|[]|null|raw/0|field phone: not exactly a string|2");
  }

  @Test
  void whatLandedMaskedIsKeptInQuarantineAsItLanded() {
    PipelineSpec spec =
        LocalBuild.spec(
            """
            apiVersion: penstock.io/v1
            kind: Pipeline
            name: p
            source: {topic: t, eventTime: {field: date}, landing: masked}
            key: [date]
            window: {size: P1D}
            schema: {versions: [{version: 1, fields: {date: string, email: string}}]}
            privacy: [{field: email, rule: mask}]
            dataset: {name: d}
            """);

    var conformed =
        build.conform(spec, List.of(Raw.at(1, NOON, "{\"date\":1,\"email\":\"j***@x.org\"}")));

    assertThat(build.rows(conformed.quarantine(), "decode(payload), rules[1].reason"))
        .containsExactly(
            "{\"date\":1,\"email\":\"j***@x.org\"}|field date: expected string, found number 1");
  }

  @Test
  void aQuarantinedRowKnowsItsWindowItsBuildAndTheBatchThatHoldsIt() {
    var conformed =
        build.conform(
            FLIGHTS,
            List.of(Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}")),
            List.of(Raw.at(7, NOON, "{}").inPartition(3)));

    assertThat(
            build.rows(
                conformed.quarantine(),
                "partition, \"offset\", raw_key, window_start, window_end, left(build_id, 8), rules"))
        .containsExactly(
            "3|7|raw/1|2001-01-01 00:00:00+00|2001-01-02 00:00:00+00|"
                + LocalBuild.plan(FLIGHTS, List.of(Raw.at(1, NOON, "{}")))
                    .buildId()
                    .hex()
                    .substring(0, 8)
                + "|[{'index': NULL, 'type': schema, 'subject': '', 'reason': 'field date: missing; field delay: missing'}]");
    assertThat(conformed.result().quarantine().orElseThrow().rules())
        .containsExactly(new RuleCount(new QuarantineRule(Optional.empty(), "schema", ""), 1));
  }

  @Test
  void heldRowsStayInQuarantineWithoutBeingLookedAt() {
    List<Raw> rows =
        List.of(
            Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}"),
            Raw.at(2, NOON, "{\"date\":\"b\",\"delay\":\"2\"}"),
            Raw.at(3, NOON, "{\"date\":\"c\",\"delay\":\"3\"}"),
            Raw.at(4, NOON, "{\"date\":\"d\"}"));
    var before = build.conform(FLIGHTS, rows);
    PipelineSpec fixed = spec("fields: {date: string, delay: string?}", "");
    BuildPlan plan = LocalBuild.plan(fixed, rows);
    HeldRows held =
        build.held(before.quarantine(), "\"offset\" = 3", origin(0, 3), Fingerprint.EMPTY);

    var after = build.conform(holding(plan, held), List.of(rows));

    // 2 and 4 are right now, 1 no longer is, 3 would be.
    assertThat(build.rows(after.conformed(), "__offset, delay"))
        .containsExactlyInAnyOrder("2|2", "4|null");
    assertThat(build.rows(after.quarantine(), "\"offset\", stage, held, rules[1].reason"))
        .containsExactly(
            "1|schema|false|field delay: expected string, found number 1",
            "3|schema|true|field delay: expected int, found string \"3\"");
    assertThat(after.result().schemaFailed()).isEqualTo(origin(0, 1).plus(origin(0, 3)));
    assertThat(after.result().held()).isEqualTo(Fingerprint.EMPTY);
    assertThat(after.result().left()).isEqualTo(origin(0, 2).plus(origin(0, 4)));
  }

  @Test
  void heldRowsThatAreNotInTheWindowAreABug() {
    List<Raw> rows =
        List.of(
            Raw.at(1, NOON, "{\"date\":\"a\",\"delay\":1}"), Raw.at(2, NOON, "{\"date\":\"b\"}"));
    var before = build.conform(FLIGHTS, rows);
    HeldRows held =
        build.held(before.quarantine(), "true", origin(0, 2).plus(origin(0, 9)), Fingerprint.EMPTY);

    PenstockException failure =
        catchThrowableOfType(
            PenstockException.class,
            () -> build.conform(holding(LocalBuild.plan(FLIGHTS, rows), held), List.of(rows)));

    assertThat(failure.code()).isEqualTo("unbalanced-window");
  }

  private static BuildPlan holding(BuildPlan plan, HeldRows held) {
    return new BuildPlan(
        plan.buildId(),
        plan.spec(),
        plan.specVersion(),
        plan.window(),
        plan.through(),
        plan.batches(),
        plan.suites(),
        List.of(),
        plan.engine(),
        Optional.of(held));
  }

  @Test
  void whatWasMaskedAtLandingIsNotMaskedAgain() {
    PipelineSpec spec =
        LocalBuild.spec(
            """
            apiVersion: penstock.io/v1
            kind: Pipeline
            name: p
            source: {topic: t, eventTime: {field: date}, landing: masked}
            key: [email]
            window: {size: P1D}
            dataset: {name: d}
            privacy: [{field: email, rule: mask}]
            schema: {versions: [{version: 1, fields: {email: string}}]}
            """);

    var conformed = build.conform(spec, List.of(Raw.at(1, NOON, "{\"email\":\"j***@x.org\"}")));

    assertThat(build.rows(conformed.conformed(), "email")).containsExactly("j***@x.org");
  }

  @Test
  void hostileNamesAreOnlyNames() {
    PipelineSpec spec =
        spec(
            "fields: {date: string, 'a\"b': int, 'c''d': int, 'x); DROP TABLE raw; --': int?, '/e~f': int, topic_id: int, payload: string, version: int, kinds: int}",
            "");

    var conformed =
        build.conform(
            spec,
            List.of(
                Raw.at(
                    1,
                    NOON,
                    "{\"date\":\"a\",\"a\\\"b\":1,\"c'd\":2,\"x); DROP TABLE raw; --\":3,\"/e~f\":4,\"topic_id\":5,\"payload\":\"p\",\"version\":6,\"kinds\":7}")));

    assertThat(
            build.rows(
                conformed.conformed(),
                "* EXCLUDE (event_time, __topic_id, __partition, __payload_sha256)"))
        .containsExactly("a|1|2|3|4|5|p|6|7|1");
    assertThat(build.rows(conformed.conformed(), "__topic_id, __partition"))
        .containsExactly(LocalBuild.TOPIC + "|0");
  }

  @Test
  void anUpgradeSeesTheFieldsOfItsVersionAndNothingElse() {
    PipelineSpec spec =
        specOf(
            """
              fields: {date: string, x: string}
              versions:
                - version: 1
                  fields: {date: string}
                  upgrade: {x: decode(payload)}
            """,
            "");

    assertThatThrownBy(() -> build.conform(spec, List.of(Raw.at(1, NOON, "{\"date\":\"a\"}"))))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("the upgrade of 'x'")
        .hasMessageContaining("payload");
  }

  @Test
  void anUpgradeOfTheWrongTypeIsRefused() {
    PipelineSpec spec =
        specOf(
            """
              fields: {date: string, x: int}
              versions:
                - version: 1
                  fields: {date: string}
                  upgrade: {x: upper(date)}
            """,
            "");

    assertThatThrownBy(() -> build.conform(spec, List.of(Raw.at(1, NOON, "{\"date\":\"a\"}"))))
        .isInstanceOf(PenstockException.class)
        .hasMessage(
            "schema version 1: the upgrade of 'x' gives VARCHAR, but schema.fields says int. Cast it, such as CAST(… AS INTEGER)");
  }

  private static Fingerprint origin(int partition, long offset) {
    return OriginFingerprint.of(LocalBuild.TOPIC, partition, offset);
  }
}
