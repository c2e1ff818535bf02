package io.penstock.runtime.failpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FailpointTest {
  @TempDir Path folder;

  private Path file;
  private Failpoint failpoint;

  @BeforeEach
  void configure() {
    file = folder.resolve("failpoint");
    failpoint = Failpoint.parse(file.toString()).orElseThrow();
  }

  @Test
  @Timeout(5)
  void isInertUnlessConfigured() {
    Failpoint.hit("publish.after-commit");
  }

  @Test
  void passesWithoutTheFile() {
    assertThat(failpoint.stopsAt("publish.after-commit")).isFalse();
  }

  @Test
  void isArmedAndDisarmedWhileItRuns() throws IOException {
    Files.writeString(file, "publish.after-commit\n");
    Files.delete(file);
    assertThat(failpoint.stopsAt("publish.after-commit")).isFalse();
    Files.writeString(file, "publish.after-commit\n");
    assertThat(failpoint.stopsAt("publish.after-commit")).isTrue();
  }

  @Test
  void stopsOnceAtTheNamedPlace() throws IOException {
    Files.writeString(file, "publish.after-commit");
    assertThat(failpoint.stopsAt("publish.before-commit")).isFalse();
    assertThat(failpoint.stopsAt("publish.after-commit")).isTrue();
    assertThat(failpoint.stopsAt("publish.after-commit")).isFalse();
  }

  @Test
  void doesNotStopTheProcessThatTakesOver() throws IOException {
    Failpoint heir = Failpoint.parse(file.toString()).orElseThrow();
    Files.writeString(file, "upload");
    assertThat(failpoint.stopsAt("upload")).isTrue();
    assertThat(heir.stopsAt("upload")).isFalse();
  }

  @Test
  void passesAnEmptyFile() throws IOException {
    Files.writeString(file, "");
    assertThat(failpoint.stopsAt("upload")).isFalse();
    assertThat(file).exists();
  }

  @Test
  void aBlankSettingNamesNoFile() {
    assertThat(Failpoint.parse("  ")).isEmpty();
  }
}
