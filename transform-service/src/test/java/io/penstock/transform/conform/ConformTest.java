package io.penstock.transform.conform;

import static io.penstock.transform.conform.Specs.FLIGHTS;
import static io.penstock.transform.conform.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformTest {
  private static final String NOON = "2001-01-01T12:00:00Z";

  @TempDir Path directory;
  private LocalBuild build;

  @BeforeEach
  void build() {
    build = new LocalBuild(directory, 2);
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

  private static Fingerprint origin(int partition, long offset) {
    return OriginFingerprint.of(LocalBuild.TOPIC, partition, offset);
  }
}
