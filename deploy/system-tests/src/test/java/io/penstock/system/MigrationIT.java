package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stack.TargetStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged catalog as the job that migrates before an upgrade: PostgreSQL is all it needs. */
class MigrationIT {
  private static final int JOBS = 3;
  private static final int PATIENCE_SECONDS = 120;

  private static TargetStack stack;
  private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    folder =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "system").toAbsolutePath()), "migration-");
    stack = SystemUnderTest.shared().stack();
  }

  @Test
  void jobsAtTheSameTimeMigrateOnceAndEnd() throws Exception {
    String database = stack.newDatabase();
    List<Process> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(migrate(database, folder.resolve("job-" + i + ".log")));
    }

    for (int i = 0; i < JOBS; i++) {
      assertThat(jobs.get(i).waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(jobs.get(i).exitValue())
          .as(Files.readString(folder.resolve("job-" + i + ".log")))
          .isZero();
    }
    assertThat(count(database, "select count(*) from flyway_schema_history where version = '1'"))
        .isEqualTo(1);
    assertThat(count(database, "select count(*) from pipeline")).isZero();
  }

  private static Process migrate(String database, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("../../catalog-service/target/quarkus-app/quarkus-run.jar")
                    .toAbsolutePath()
                    .toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PENSTOCK_POSTGRES_MIGRATE_ONLY", "true",
                "PENSTOCK_POSTGRES_JDBC_URL", stack.jdbcUrl(database),
                "PENSTOCK_POSTGRES_USERNAME", stack.postgresUser(),
                "PENSTOCK_POSTGRES_PASSWORD", stack.postgresPassword(),
                // Nobody is there: the job does not ask.
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "PENSTOCK_S3_ENDPOINT", "http://127.0.0.1:1",
                "PENSTOCK_POSTGRES_REACTIVE_URL", "postgresql://127.0.0.1:1/none"));
    return builder.start();
  }

  private static long count(String database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                stack.jdbcUrl(database), stack.postgresUser(), stack.postgresPassword());
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
