package io.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetStackIT {

  @Test
  void testsShareOneStackPerJvm() {
    assertThat(TargetStack.shared()).isSameAs(TargetStack.shared());
  }

  @Test
  void theSharedStackCannotBeKilled() {
    assertThatThrownBy(() -> TargetStack.shared().kill())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TargetStack.start(Path)");
  }

  @Test
  void aNewDatabaseAcceptsConnections() throws Exception {
    TargetStack stack = TargetStack.shared();
    String database = stack.newDatabase();
    try (Connection connection = connect(stack, database)) {
      assertThat(connection.getCatalog()).isEqualTo(database);
    }
    assertThat(stack.reactiveUrl(database)).startsWith("postgresql://").endsWith("/" + database);
  }

  @Test
  void newNamesAreNeverTheSame() {
    TargetStack stack = TargetStack.shared();
    assertThat(stack.newBucket()).isNotEqualTo(stack.newBucket());
    assertThat(stack.newDatabase()).isNotEqualTo(stack.newDatabase());
  }

  @Test
  void aQuarkusTestGetsADatabaseAndABucketOfItsOwn() throws Exception {
    Map<String, String> one = new StackResource().start();
    Map<String, String> two = new StackResource().start();
    assertThat(one)
        .containsOnlyKeys(
            "kafka.bootstrap.servers",
            "penstock.postgres.jdbc-url",
            "penstock.postgres.password",
            "penstock.postgres.reactive-url",
            "penstock.postgres.username",
            "penstock.s3.access-key",
            "penstock.s3.bucket",
            "penstock.s3.endpoint",
            "penstock.s3.region",
            "penstock.s3.secret-key",
            "penstock.temporal.address");
    for (String own :
        new String[] {
          "penstock.postgres.jdbc-url", "penstock.postgres.reactive-url", "penstock.s3.bucket"
        }) {
      assertThat(one.get(own)).as(own).isNotEqualTo(two.get(own));
    }
    assertThat(TargetStack.shared().settings())
        .containsEntry("penstock.s3.endpoint", one.get("penstock.s3.endpoint"));
  }

  @Test
  void aStackOfOnesOwnIsKilledAndComesBackWithItsDataAtItsAddresses(@TempDir Path dir)
      throws Exception {
    try (TargetStack stack = TargetStack.start(dir)) {
      Map<String, String> settings = stack.settings();
      String database = stack.newDatabase();
      execute(stack, database, "CREATE TABLE kept AS SELECT 42 AS answer");

      stack.kill();
      assertThatThrownBy(() -> connect(stack, database)).isInstanceOf(SQLException.class);

      stack.restart();
      assertThat(stack.settings()).isEqualTo(settings);
      assertThat(number(stack, database, "SELECT answer FROM kept")).isEqualTo(42);
      assertThat(status(stack.s3Endpoint())).isEqualTo(403);

      stack.restart();
      assertThat(number(stack, database, "SELECT answer FROM kept")).isEqualTo(42);
    }
  }

  private static Connection connect(TargetStack stack, String database) throws SQLException {
    return DriverManager.getConnection(
        stack.jdbcUrl(database), stack.postgresUser(), stack.postgresPassword());
  }

  private static void execute(TargetStack stack, String database, String sql) throws SQLException {
    try (Connection connection = connect(stack, database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(TargetStack stack, String database, String sql) throws SQLException {
    try (Connection connection = connect(stack, database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static int status(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
