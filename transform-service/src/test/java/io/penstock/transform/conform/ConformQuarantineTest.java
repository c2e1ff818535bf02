package io.penstock.transform.conform;

import static io.penstock.transform.conform.Specs.FLIGHTS;
import static io.penstock.transform.conform.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.contracts.build.BuildPlan;
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

/** What conform leaves in quarantine. */
class ConformQuarantineTest {
  private static final String NOON = "2001-01-01T12:00:00Z";

  @TempDir Path directory;
  private LocalBuild build;

  @BeforeEach
  void build() {
    build = new LocalBuild(directory, 2);
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

  private static Fingerprint origin(int partition, long offset) {
    return OriginFingerprint.of(LocalBuild.TOPIC, partition, offset);
  }
}
