package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalBinaryIT {
  @TempDir Path dir;
  private Path data;

  @BeforeEach
  void directories() throws Exception {
    data = Files.createDirectories(dir.resolve("data"));
  }

  /** An environment whose PATH has a program {@code temporal} that runs this script. */
  private Map<String, String> temporal(String script) throws Exception {
    Path bin = Files.createDirectories(dir.resolve("bin"));
    Path program = bin.resolve("temporal");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Map.of("PATH", bin + ":" + System.getenv("PATH"));
  }

  @Test
  void aTemporalOnThePathIsUsedInsteadOfTheTestServer() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    Map<String, String> environment =
        temporal(
            "exec %s -XX:TieredStopAtLevel=1 -cp '%s' io.penstock.local.FakeTemporal \"$@\""
                .formatted(java, classPath));
    try (StackProcess stack = StackProcess.launch(data, environment, "--parts=temporal")) {
      stack.awaitReady();
      String address = stack.endpoints().get("penstock.temporal.address");
      String port = address.substring(address.indexOf(':') + 1);
      assertThat(data.resolve("temporal.db"))
          .hasContent(
              "server start-dev --db-filename %s --ip 127.0.0.1 --port %s --headless"
                  .formatted(data.resolve("temporal.db"), port));
      assertThat(new Services(stack.endpoints()).temporalAnswers()).isTrue();

      List<ProcessHandle> children = stack.descendants();
      assertThat(children).isNotEmpty();
      stack.terminate();
      StackProcess.awaitEnd(children);
    }
  }

  @Test
  void aPartThatNeverAnswersIsNamedWithItsLog() throws Exception {
    Map<String, String> environment = temporal("exec sleep 100");
    // Long enough for the other part, on a busy machine too.
    try (StackProcess stack =
        StackProcess.launch(data, environment, "--parts=s3,temporal", "--start-timeout=PT15S")) {
      assertThat(stack.awaitExit()).isEqualTo(2);
      assertThat(stack.errors())
          .contains("temporal did not come up within 15 s (log: " + data.resolve("temporal.log"));
      assertThat(stack.output()).contains("up s3 ").doesNotContain("READY");
      assertThat(stack.endpointsFile()).doesNotExist();
    }
  }

  @Test
  void aPartThatFailsStopsTheOthers() throws Exception {
    Map<String, String> environment = temporal("echo no disk left; exit 7");
    try (StackProcess stack = StackProcess.launch(data, environment, "--parts=postgres,temporal")) {
      assertThat(stack.awaitExit()).isEqualTo(2);
      assertThat(stack.errors()).contains("temporal did not come up:", "ended with exit code 7");
      assertThat(data.resolve("temporal.log")).hasContent("no disk left");
      assertThat(stack.descendants()).isEmpty();
    }
  }
}
