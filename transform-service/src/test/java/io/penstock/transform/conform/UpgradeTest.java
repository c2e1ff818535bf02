package io.penstock.transform.conform;

import static io.penstock.transform.conform.Specs.specOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rows of older schema versions become conformed ones. */
class UpgradeTest {
  private static final String NOON = "2001-01-01T12:00:00Z";

  @TempDir Path directory;
  private LocalBuild build;

  @BeforeEach
  void build() {
    build = new LocalBuild(directory, 2);
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
}
