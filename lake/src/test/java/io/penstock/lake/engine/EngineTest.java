package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  /** As it is for a class loader that was not the first to ask DriverManager for anything. */
  @Test
  void theEngineStartsWhereDriverManagerDoesNotKnowItsDriver(@TempDir Path root)
      throws SQLException {
    List<Driver> drivers = DriverManager.drivers().toList();
    for (Driver driver : drivers) {
      DriverManager.deregisterDriver(driver);
    }
    try {
      assertThatThrownBy(() -> DriverManager.getConnection("jdbc:duckdb:"))
          .hasMessageContaining("No suitable driver");

      try (EngineSession session = EngineSessions.open(root);
          Connection connection = Engine.connect()) {
        assertThat(session.queryLong("SELECT 42")).isEqualTo(42);
        assertThat(connection.isValid(1)).isTrue();
        assertThat(UserQuery.check("SELECT a FROM input", Set.of("input")).rowWise()).isTrue();
      }
    } finally {
      for (Driver driver : drivers) {
        DriverManager.registerDriver(driver);
      }
    }
  }
}
