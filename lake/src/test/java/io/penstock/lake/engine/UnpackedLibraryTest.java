package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class UnpackedLibraryTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLoadedLibraryLeavesNoFileForAKilledProcess() throws Exception {
    Engine.connect().close();

    assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libduckdb_java");
    assertThat(UnpackedLibrary.mapped()).isEmpty();
  }

  @Test
  void theEngineWorksOnWithoutTheFile() throws Exception {
    Engine.connect().close();

    try (var connection = Engine.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT regexp_matches('penstock', 'st.ck')")) {
      result.next();
      assertThat(result.getBoolean(1)).isTrue();
    }
  }
}
