package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSessionTest {
  @TempDir Path root;
  private EngineSession session;

  @BeforeEach
  void open() {
    session = EngineSessions.open(root.resolve("scratch"));
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aQueryIsRead() {
    assertThat(session.queryLong("SELECT 40 + 2")).isEqualTo(42);
    assertThat(session.queryText("SELECT 'text'")).isEqualTo("text");
    assertThat(session.queryRows("SELECT i FROM range(3) t(i)", row -> row.getInt(1)))
        .containsExactly(0, 1, 2);
  }

  @Test
  void columnsOfAQueryAreNamedWithoutRunningIt() {
    assertThat(
            session.columns(
                "SELECT 1::BIGINT AS \"a \"\"b\"\"\", error('not run')::DATE AS d -- comment"))
        .containsExactly(new Column("a \"b\"", "BIGINT"), new Column("d", "DATE"));
  }

  @Test
  void theVersionIsTheOneThatBytesWerePinnedWith() {
    assertThat(Engine.version()).isEqualTo("v2.0.0");
  }

  @Test
  void filesInScratchAreReadAndWritten() {
    Path file = session.scratch().resolve("it's.parquet");

    session.execute("COPY (SELECT 7 AS n) TO " + Sql.literal(file));

    assertThat(session.queryLong("SELECT n FROM " + Sql.literal(file))).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM read_text('/etc/hostname')",
        "FROM '/etc/hostname'",
        "FROM glob('/etc/*')",
        "FROM read_text('SCRATCH/../secret.txt')",
        "COPY (SELECT 1) TO 'ROOT/out.csv'",
        "ATTACH 'ROOT/other.db'",
        "EXPORT DATABASE 'ROOT/export'",
        "FROM 'https://127.0.0.1:9/x.parquet'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 4",
        "SET enable_external_access = true",
        "RESET memory_limit",
        "SET lock_configuration = false",
      })
  void nothingElseIsReached(String sql) throws IOException {
    Files.writeString(root.resolve("scratch/secret.txt"), "secret");
    String statement =
        sql.replace("SCRATCH", session.scratch().toString()).replace("ROOT", root.toString());

    assertThatThrownBy(() -> session.execute(statement)).isInstanceOf(PenstockException.class);
    assertThat(Files.exists(root.resolve("out.csv"))).isFalse();
  }

  @Test
  void settingsAreWhatTheSessionWasOpenedWith() {
    assertThat(session.queryText("SELECT current_setting('threads')")).isEqualTo("2");
    assertThat(session.queryText("SELECT current_setting('memory_limit')")).isEqualTo("256.0 MiB");
    assertThat(session.queryText("SELECT current_setting('TimeZone')")).isEqualTo("UTC");
    assertThat(session.queryText("SELECT current_setting('disabled_optimizers')"))
        .isEqualTo("statistics_propagation");
  }

  @Test
  void timesAreUtcWhateverTheZoneOfTheProcess() {
    assertThat(session.queryText("SELECT (TIMESTAMPTZ '2001-01-01 00:00:00+00')::VARCHAR"))
        .isEqualTo("2001-01-01 00:00:00+00");
  }

  @Test
  void scratchIsDeletedOnClose() throws IOException {
    Path scratch = session.scratch();
    session.execute("COPY (SELECT 1) TO " + Sql.literal(scratch.resolve("a.parquet")));
    Files.createDirectories(scratch.resolve("deep/er"));

    session.close();

    assertThat(scratch).doesNotExist();
  }

  @Test
  void sessionsHaveNothingInCommon() {
    session.execute("CREATE TABLE t AS SELECT 1 AS n");
    try (EngineSession other = EngineSessions.open(root.resolve("scratch"))) {
      assertThat(other.scratch()).isNotEqualTo(session.scratch());
      assertThatThrownBy(() -> other.execute("FROM t")).hasMessageContaining("does not exist");
    }
  }

  @Test
  void usedUpMemoryIsAFailureOfResources() {
    try (EngineSession small =
        Engine.open(new EngineSettings(root.resolve("scratch"), 16L << 20, 1))) {
      assertKind(
          () -> small.execute("SELECT list(i) FROM range(20000000) t(i)"),
          FailureKind.RESOURCE,
          "engine-memory");
    }
  }

  @Test
  void ourOwnSqlIsOurBug() {
    assertKind(() -> session.execute("SELEC 1"), FailureKind.INTERNAL, "engine-sql");
    assertKind(() -> session.execute("SELECT 'a'::INT"), FailureKind.INTERNAL, "engine-sql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELEC 1", "SELECT 'a'::INT", "SELECT a", "FROM none", "SELECT 1 % 0"})
  void sqlOfAUserIsTheUsersToChange(String sql) {
    assertKind(
        () ->
            session.userSql(
                "bad-transform",
                () -> {
                  session.execute(sql);
                  return 1;
                }),
        FailureKind.USER,
        "bad-transform");
    assertKind(() -> session.execute(sql), FailureKind.INTERNAL, "engine-sql");
  }

  @Test
  void aSessionWorksOnAfterAFailure() {
    assertThatCode(() -> session.execute("SELEC 1")).isInstanceOf(PenstockException.class);

    assertThat(session.queryLong("SELECT 1")).isEqualTo(1);
  }

  @Test
  void cancelStopsWhatRuns() {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> {
          started.countDown();
          session.execute("SELECT count(*) FROM range(10000000) a, range(10000000) b");
        });
    await().until(() -> started.getCount() == 0);

    session.cancel();

    assertThat(running)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(CancellationException.class);
  }

  @Test
  void cancelLetsNothingStart() {
    session.cancel();

    assertThatThrownBy(() -> session.queryLong("SELECT 1"))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void aFunctionIsRegisteredOnce() {
    List<String> registrations = new java.util.ArrayList<>();
    session.registerOnce("f", connection -> registrations.add("f"));
    session.registerOnce("f", connection -> registrations.add("f"));

    assertThat(registrations).containsExactly("f");
  }

  @Test
  void aSessionNeedsMemoryAndAThread() {
    assertThatThrownBy(() -> new EngineSettings(root, 1024, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EngineSettings(root, 1L << 30, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScratchRootThatIsAFileIsAFailureOfResources() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");

    assertKind(() -> EngineSessions.open(file), FailureKind.RESOURCE, "scratch-unavailable");
  }

  private static void assertKind(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, FailureKind kind, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
            });
  }
}
