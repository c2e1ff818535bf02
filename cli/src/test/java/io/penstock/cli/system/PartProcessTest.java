package io.penstock.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartProcessTest {
  @TempDir Path data;

  @Test
  void isTheProcessWithTheIdThatBeganThen() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Instant started = self.info().startInstant().orElseThrow();
    write(self.pid() + " " + started.toEpochMilli());
    assertThat(process().running()).contains(self);
    write(self.pid() + " " + started.minusSeconds(60).toEpochMilli());
    assertThat(process().running()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4711", "4711 ", "x y"})
  void aFileThatWasWrittenHalfNamesNoProcess(String text) throws IOException {
    write(text);
    assertThat(process().running()).isEmpty();
    process().stop(Duration.ofSeconds(1));
    assertThat(data.resolve("run/catalog.pid")).doesNotExist();
  }

  private PartProcess process() {
    return new PartProcess(data, Part.CATALOG);
  }

  private void write(String text) throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/catalog.pid"), text);
  }
}
