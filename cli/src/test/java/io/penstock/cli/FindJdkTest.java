package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code build/find-jdk}, which the launcher asks for a JDK, on a machine without any of its own.
 */
class FindJdkTest {
  @TempDir private Path machine;
  private Path script;

  private record Ended(int exit, String out, String err) {}

  @BeforeEach
  void moveToAnotherMachine() throws IOException {
    String text = Files.readString(Path.of("../build/find-jdk"));
    script = machine.resolve("find-jdk");
    Files.writeString(
        script,
        text.replace(" /usr/lib/jvm/*", " " + machine + "/usr/lib/jvm/*")
            .replace(" /opt/", " " + machine + "/opt/"));
    Path tools = Files.createDirectories(machine.resolve("bin"));
    for (String tool : List.of("cat", "dirname", "readlink", "sed")) {
      executable(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(onPath(tool)));
    }
  }

  @Test
  void saysWhatToInstallWhereThereIsNone() throws Exception {
    Ended none = run(machine.resolve("nowhere"));

    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .startsWith("penstock: no JDK 25 or newer was found")
        .contains("apt-get install openjdk-25-jdk-headless", "point JAVA_HOME at it");
  }

  @Test
  void passesOverOneThatIsTooOld() throws Exception {
    Path old = jdk("old", "21.0.5");
    assertThat(run(old).exit()).isEqualTo(2);

    Path debian = jdk("usr/lib/jvm/java-25", "25.0.1");
    assertThat(run(old).out()).isEqualTo(debian + "\n");
  }

  @Test
  void passesOverRuntimesWithoutCompiler() throws Exception {
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(run(runtime).exit()).isEqualTo(2);
  }

  @Test
  void takesJavaHomeBeforeAllOthers() throws Exception {
    jdk("usr/lib/jvm/java-25", "25");
    Path mine = jdk("mine", "26-ea");

    assertThat(run(mine).out()).isEqualTo(mine + "\n");
  }

  @Test
  void findsThoseOfSdkman() throws Exception {
    Path candidate = jdk("home/.sdkman/candidates/java/25-tem", "25");

    assertThat(run(machine.resolve("nowhere")).out()).isEqualTo(candidate + "\n");
  }

  private Path jdk(String folder, String version) throws IOException {
    Path home = machine.resolve(folder);
    executable(Files.createDirectories(home.resolve("bin")).resolve("javac"), "");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void executable(Path file, String text) throws IOException {
    assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
  }

  private Ended run(Path javaHome) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(onPath("sh").toString(), script.toString());
    builder.environment().clear();
    builder.environment().put("PATH", machine.resolve("bin").toString());
    builder.environment().put("HOME", machine.resolve("home").toString());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Path err = machine.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }

  private static Path onPath(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException(tool + " is not on the PATH");
  }
}
