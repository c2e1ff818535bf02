package io.penstock.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell stands for the servers. */
class LeftoverPostgresTest {
  @TempDir Path stack;
  @TempDir Path elsewhere;
  private Path data;
  private Process program;

  @BeforeEach
  void dataDirectory() throws IOException {
    data = stack.resolve("postgres/data");
    Files.createDirectories(data);
    program = serverOf(data);
  }

  @AfterEach
  void end() {
    program.destroyForcibly();
  }

  @Test
  void isTheServerThatTheDirectoryNames() throws IOException {
    note(program.pid() + "\n" + data + "\n");

    assertThat(LeftoverPostgres.on(stack)).contains(new LeftoverPostgres(program.toHandle()));
  }

  @Test
  void endsWhenItIsStopped() throws IOException {
    note(program.pid() + "\n" + data + "\n");

    LeftoverPostgres.on(stack).orElseThrow().stop(Duration.ofSeconds(1));

    assertThat(program.isAlive()).isFalse();
    assertThat(LeftoverPostgres.on(stack)).isEmpty();
  }

  @Test
  void isNoOtherProgramThatGotItsId() throws IOException {
    Process other = serverOf(elsewhere);
    try {
      note(other.pid() + "\n" + data + "\n");

      assertThat(LeftoverPostgres.on(stack)).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "999999999", "99999999999", "-1", "x"})
  void isNobodyWhereTheNoteNamesNobody(String text) throws IOException {
    note(text);

    assertThat(LeftoverPostgres.on(stack)).isEmpty();
  }

  @Test
  void isNobodyWhereNoServerWas() throws IOException {
    assertThat(LeftoverPostgres.on(stack)).isEmpty();
  }

  private void note(String text) throws IOException {
    Files.writeString(data.resolve("postmaster.pid"), text);
  }

  /** Waits for input that does not come. */
  private static Process serverOf(Path directory) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", "read -r _", "postgres", "-D", directory.toString())
        .start();
  }
}
