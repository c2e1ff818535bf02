package io.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

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
    try (Connection connection =
        DriverManager.getConnection(
            stack.jdbcUrl(database), stack.postgresUser(), stack.postgresPassword())) {
      assertThat(connection.getCatalog()).isEqualTo(database);
    }
  }

  @Test
  void newNamesAreNeverTheSame() {
    TargetStack stack = TargetStack.shared();
    assertThat(stack.newBucket()).isNotEqualTo(stack.newBucket());
    assertThat(stack.newDatabase()).isNotEqualTo(stack.newDatabase());
  }
}
