package io.penstock.transform.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.LocalBuild.Transformed;
import io.penstock.transform.Raw;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
  private static final String NINE = "2001-01-01T09:00:00Z";
  private static final String TEN = "2001-01-01T10:00:00Z";

  @TempDir Path directory;
  private LocalBuild build;

  @BeforeEach
  void build() {
    build = new LocalBuild(directory, 2);
  }

  private static PipelineSpec spec(String transform, String dataset) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: flights
        source: {topic: flights, eventTime: {field: date}}
        key: [date, origin]
        window: {size: P1D}
        schema: {versions: [{version: 1, fields: {date: string, delay: int, origin: string?}}]}
        dataset: {name: flights%s}
        transform: |
          %s
        """
            .formatted(dataset, transform.replace("\n", "\n  ")));
  }

  private static Raw flight(long offset, String time, String date, int delay, String origin) {
    String json =
        "{\"date\":\"%s\",\"delay\":%d,\"origin\":%s}"
            .formatted(date, delay, origin == null ? "null" : "\"" + origin + "\"");
    return Raw.at(offset, time, json);
  }

  private static Fingerprint origins(long... offsets) {
    Fingerprint sum = Fingerprint.EMPTY;
    for (long offset : offsets) {
      sum = sum.plus(OriginFingerprint.of(LocalBuild.TOPIC, 0, offset));
    }
    return sum;
  }

  private List<String> rows(Transformed made, String partition) {
    Path file = made.files().get(partition);
    assertThat(file).as(partition + " of " + made.files().keySet()).isNotNull();
    return build.rows(file, "*");
  }

  private PenstockException failure(PipelineSpec spec, Raw... rows) {
    return catchThrowableOfType(PenstockException.class, () -> build.build(spec, List.of(rows)));
  }

  @Test
  void aFilePerPartitionHoldsItsRowsInOrder() {
    PipelineSpec spec =
        spec(
            "SELECT event_time, origin, delay, delay > 15 AS delayed FROM input",
            ", partitionBy: ['day(event_time)', delayed], orderBy: [origin]");

    Transformed made =
        build.build(
            spec,
            List.of(
                flight(1, NINE, "a", 16, "LAX"),
                flight(2, TEN, "b", 15, "SFO"),
                flight(3, TEN, "c", 3, "LAX"),
                flight(4, NINE, "d", 4, "SFO"),
                flight(5, NINE, "e", 4, null)));

    assertThat(made.files())
        .containsOnlyKeys(
            "event_time_day=2001-01-01/delayed=false", "event_time_day=2001-01-01/delayed=true");
    assertThat(rows(made, "event_time_day=2001-01-01/delayed=false"))
        .containsExactly(
            "2001-01-01 09:00:00+00|null|4|false",
            "2001-01-01 10:00:00+00|LAX|3|false",
            "2001-01-01 09:00:00+00|SFO|4|false",
            "2001-01-01 10:00:00+00|SFO|15|false");
    assertThat(rows(made, "event_time_day=2001-01-01/delayed=true"))
        .containsExactly("2001-01-01 09:00:00+00|LAX|16|true");
    assertThat(made.result().columns())
        .containsExactly(
            new OutputColumn("event_time", "timestamptz"),
            new OutputColumn("origin", "string"),
            new OutputColumn("delay", "int"),
            new OutputColumn("delayed", "boolean"));
    assertThat(made.result().files().getFirst().content().count()).isEqualTo(4);
    assertThat(made.result().files().getFirst().partitionValues())
        .containsExactly(Optional.of("2001-01-01"), Optional.of("false"));
    assertThat(made.result().published()).contains(origins(1, 2, 3, 4, 5));
  }

  @Test
  void everyColumnButTheHiddenOnesIsPublishedByDefault() {
    Transformed made =
        build.build(spec("SELECT * FROM input", ""), List.of(flight(1, NINE, "a", 1, "LAX")));

    assertThat(made.result().columns())
        .containsExactly(
            new OutputColumn("date", "string"),
            new OutputColumn("delay", "int"),
            new OutputColumn("origin", "string"),
            new OutputColumn("event_time", "timestamptz"));
    assertThat(rows(made, "")).containsExactly("a|1|LAX|2001-01-01 09:00:00+00");
  }

  @Test
  void ofRowsWithOneKeyTheFirstSurvives() {
    Transformed made =
        build.build(
            spec("SELECT date, delay FROM input", ""),
            List.of(
                flight(1, TEN, "late", 1, "LAX"),
                flight(2, NINE, "late", 2, "LAX"),
                flight(3, NINE, "null", 3, null),
                flight(4, TEN, "null", 4, null),
                flight(5, NINE, "offset", 5, "LAX"),
                flight(6, NINE, "offset", 5, "LAX"),
                flight(7, NINE, "late", 7, "SFO")));

    assertThat(rows(made, "")).containsExactly("late|2", "late|7", "null|3", "offset|5");
    assertThat(made.result().duplicate()).isEqualTo(origins(1, 4, 6));
    assertThat(made.result().passed()).isEqualTo(origins(2, 3, 5, 7));
  }

  @Test
  void ofRowsWithOneKeyAndTimeThePayloadsHashDecides() {
    // SHA-256: delay 2 is cd99…, delay 3 is 3f0a…, whatever their offsets.
    Transformed made =
        build.build(
            spec("SELECT delay FROM input", ""),
            List.of(flight(1, NINE, "a", 2, "LAX"), flight(2, NINE, "a", 3, "LAX")));
    Transformed swapped =
        build.build(
            spec("SELECT delay FROM input", ""),
            List.of(flight(1, NINE, "a", 3, "LAX"), flight(2, NINE, "a", 2, "LAX")));

    assertThat(rows(made, "")).isEqualTo(rows(swapped, "")).hasSize(1);
  }

  @Test
  void rowsThatTheCheckpointTookOutAreNeitherDuplicatesNorPassed() {
    PipelineSpec spec = spec("SELECT delay FROM input", "");
    List<Raw> rows =
        List.of(
            flight(1, NINE, "a", 1, "LAX"),
            flight(2, TEN, "a", 2, "LAX"),
            flight(3, TEN, "b", 3, "LAX"));
    BuildPlan plan = LocalBuild.plan(spec, rows);

    Transformed made =
        build.transform(plan, build.conform(plan, List.of(rows)), Optional.of(List.of(1L)));

    assertThat(rows(made, "")).containsExactly("2", "3");
    assertThat(made.result().quarantined()).isEqualTo(origins(1));
    assertThat(made.result().duplicate()).isEqualTo(Fingerprint.EMPTY);
    assertThat(made.result().passed()).isEqualTo(origins(2, 3));
  }

  @Test
  void aCheckpointThatTookOutUnknownRowsIsABug() {
    PipelineSpec spec = spec("SELECT delay FROM input", "");
    List<Raw> rows = List.of(flight(1, NINE, "a", 1, "LAX"));
    BuildPlan plan = LocalBuild.plan(spec, rows);
    var conformed = build.conform(plan, List.of(rows));

    PenstockException failure =
        catchThrowableOfType(
            PenstockException.class,
            () -> build.transform(plan, conformed, Optional.of(List.of(1L, 99L))));

    assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(failure.code()).isEqualTo("unbalanced-window");
  }

  @Test
  void rowsThatTheSqlLeavesOutAreFiltered() {
    Transformed made =
        build.build(
            spec("SELECT delay FROM input AS i WHERE i.delay > 1", ""),
            List.of(
                flight(1, NINE, "a", 1, "LAX"),
                flight(2, NINE, "b", 2, "LAX"),
                flight(3, NINE, "b", 3, "LAX"),
                flight(4, NINE, "d", 0, "LAX")));

    assertThat(made.result().published().orElseThrow().count()).isEqualTo(1);
    assertThat(made.result().filtered()).contains(origins(1, 4));
    assertThat(made.result().passed())
        .isEqualTo(made.result().published().orElseThrow().plus(origins(1, 4)));
  }

  @Test
  void aWindowOfWhichNoRowIsLeftHasNoFiles() {
    Transformed made =
        build.build(
            spec("SELECT delay FROM input WHERE delay > 1", ", partitionBy: [delay]"),
            List.of(flight(1, NINE, "a", 1, "LAX")));
    Transformed unpartitioned =
        build.build(
            spec("SELECT delay FROM input WHERE delay > 1", ""),
            List.of(flight(1, NINE, "a", 1, "LAX")));

    assertThat(made.result().files()).isEmpty();
    assertThat(unpartitioned.result().files()).isEmpty();
    assertThat(made.result().columns()).containsExactly(new OutputColumn("delay", "int"));
    assertThat(made.result().published()).contains(Fingerprint.EMPTY);
  }

  @Test
  void sqlThatIsNotRowWiseLeavesPublishedAndFilteredOpen() {
    Transformed made =
        build.build(
            spec(
                "SELECT origin, count(*) AS flights FROM input GROUP BY origin;",
                ", orderBy: [origin]"),
            List.of(
                flight(1, NINE, "a", 1, "LAX"),
                flight(2, NINE, "b", 2, "SFO"),
                flight(3, NINE, "c", 3, "LAX")));

    assertThat(rows(made, "")).containsExactly("LAX|2", "SFO|1");
    assertThat(made.result().passed()).isEqualTo(origins(1, 2, 3));
    assertThat(made.result().published()).isEmpty();
    assertThat(made.result().filtered()).isEmpty();
  }

  @Test
  void tiesInSqlThatIsNotRowWiseAreBrokenByTheOrderOfEventTimes() {
    Transformed made =
        build.build(
            spec("SELECT string_agg(date, '' ORDER BY delay % 1) AS dates FROM input", ""),
            List.of(flight(3, TEN, "b", 1, "LAX"), flight(2, NINE, "a", 2, "SFO")));

    assertThat(rows(made, "")).containsExactly("ab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hour(event_time)  | event_time                              | event_time_hour=2001-01-01-09
          month(event_time) | event_time                              | event_time_month=2001-01
          day(d)            | DATE '1969-12-31' AS d                  | d_day=1969-12-31
          month(d)          | DATE '1969-12-31' AS d                  | d_month=1969-12
          hour(t)           | TIMESTAMP '1969-12-31 23:30:00' AS t    | t_hour=1969-12-31-23
          day(t)            | TIMESTAMP '1969-12-31 23:30:00' AS t    | t_day=1969-12-31
          s                 | 'a b/c=d%é' AS s                        | s=a+b%2Fc%3Dd%25%C3%A9
          s                 | NULL::VARCHAR AS s                      | s=null
          day(d)            | NULL::DATE AS d                         | d_day=null
          n                 | -5::BIGINT AS n                         | n=-5
          d                 | DATE '2001-02-03' AS d                  | d=2001-02-03
          m                 | 1.50::DECIMAL(10,2) AS m                | m=1.50
          m                 | 0::DECIMAL(38,20) AS m                  | m=0E-20
          "strange name"    | 1 AS "strange name"                     | strange+name=1
          """)
  void partitionsHaveIcebergsPaths(String field, String column, String path) {
    PipelineSpec spec =
        spec(
            "SELECT " + column + " FROM input",
            ", partitionBy: ['" + field.replace("\"", "") + "']");

    Transformed made = build.build(spec, List.of(flight(1, NINE, "a", 1, "LAX")));

    assertThat(made.files()).containsOnlyKeys(path);
  }

  @Test
  void nullIsAPartitionOfItsOwn() {
    PipelineSpec spec = spec("SELECT origin, delay FROM input", ", partitionBy: [origin]");

    Transformed made =
        build.build(spec, List.of(flight(1, NINE, "a", 1, null), flight(2, NINE, "b", 2, "")));

    assertThat(made.files()).containsOnlyKeys("origin=", "origin=null");
    assertThat(rows(made, "origin=null")).containsExactly("null|1");
    assertThat(rows(made, "origin=")).containsExactly("|2");
    assertThat(made.result().files().getLast().partitionValues()).containsExactly(Optional.empty());
  }

  @Test
  void nullAndTheTextNullCannotBeToldApartInAPath() {
    PipelineSpec spec = spec("SELECT origin, delay FROM input", ", partitionBy: [origin]");

    assertThat(failure(spec, flight(1, NINE, "a", 1, null), flight(2, NINE, "b", 2, "null")))
        .hasMessageContaining("both null and the text 'null'")
        .returns(FailureKind.USER, PenstockException::kind);
  }

  @Test
  void aValueThatIsTooLongForAFolderIsRefused() {
    PipelineSpec spec = spec("SELECT origin, delay FROM input", ", partitionBy: [origin]");
    String fits = "x".repeat(255 - "origin=".length());

    assertThat(build.build(spec, List.of(flight(1, NINE, "a", 1, fits))).files())
        .containsOnlyKeys("origin=" + fits);
    assertThat(failure(spec, flight(1, NINE, "a", 1, "東".repeat(28))))
        .hasMessageContaining("too long for a path")
        .returns(FailureKind.USER, PenstockException::kind);
  }

  @Test
  void tooManyPartitionsAreRefused() {
    List<Raw> rows = new ArrayList<>();
    for (int index = 0; index <= Partitioning.PARTITIONS_MAX; index++) {
      rows.add(flight(index, NINE, "d" + index, index, "LAX"));
    }

    PenstockException failure =
        failure(
            spec("SELECT delay FROM input", ", partitionBy: [delay]"), rows.toArray(Raw[]::new));

    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("too-many-partitions");
    assertThat(failure).hasMessageContaining("more than 1000 partitions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum(delay) AS x                  | column 'x' is of type HUGEINT, which a dataset cannot hold: cast it, such as CAST(… AS BIGINT)
          delay::UTINYINT AS x             | column 'x' is of type UTINYINT, which a dataset cannot hold: cast it, such as CAST(… AS INTEGER)
          delay::UBIGINT AS x              | column 'x' is of type UBIGINT, which a dataset cannot hold: cast it, such as CAST(… AS DECIMAL(20,0))
          [delay] AS x                     | column 'x' is of type INTEGER[], which a dataset cannot hold: cast it, such as CAST(… AS VARCHAR)
          INTERVAL 1 DAY AS x              | column 'x' is of type INTERVAL, which a dataset cannot hold: cast it, such as CAST(… AS VARCHAR)
          delay, date AS delay             | two columns are called 'delay': name one of them AS …
          delay, date AS "Delay"           | two columns are called 'Delay': name one of them AS …
          date AS __x                      | a column cannot be called '__x': name it AS …
          """)
  void columnsThatADatasetCannotHoldAreRefused(String columns, String message) {
    PenstockException failure =
        failure(spec("SELECT " + columns + " FROM input", ""), flight(1, NINE, "a", 1, "LAX"));

    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("invalid-output");
    assertThat(failure).hasMessage("transform: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orderBy: [delay]             | dataset.orderBy names 'delay', but the columns are [x, t]
          partitionBy: [delay]         | dataset.partitionBy names 'delay', but the columns are [x, t]
          partitionBy: ['day(x)']      | dataset.partitionBy: day(x) does not work on 'x', which is of type double
          partitionBy: [x]             | dataset.partitionBy: x does not work on 'x', which is of type double
          partitionBy: [t]             | dataset.partitionBy: t does not work on 't', which is of type timestamptz: use hour, day or month
          """)
  void aDatasetThatDoesNotFitTheColumnsIsRefused(String dataset, String message) {
    PenstockException failure =
        failure(
            spec("SELECT delay::DOUBLE AS x, event_time AS t FROM input", ", " + dataset),
            flight(1, NINE, "a", 1, "LAX"));

    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure).hasMessage("transform: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT __offset FROM input",
        "SELECT * FROM input, conformed",
        "SELECT delay FROM input; DROP TABLE output",
        "COPY input TO 'x'",
        "SELECT random() AS x FROM input",
        "SELECT now() AS x FROM input",
        "SELECT nothing FROM input",
        "SELECT CAST(date AS INTEGER) AS x FROM input",
      })
  void sqlThatMayNotRunOrFailsIsTheUsersToChange(String sql) {
    assertThat(failure(spec(sql, ""), flight(1, NINE, "a", 1, "LAX")))
        .returns(FailureKind.USER, PenstockException::kind)
        .returns("bad-transform", PenstockException::code);
  }
}
