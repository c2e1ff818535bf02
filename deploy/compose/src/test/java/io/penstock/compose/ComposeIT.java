package io.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Our images, started by Compose on the Docker Engine of this machine. It takes minutes and needs
 * images that are built before, so it is asked for.
 */
@EnabledIfSystemProperty(
    named = "compose",
    matches = "try",
    disabledReason =
        "Takes minutes. deploy/images/build catalog ingest validation transform workflow local-stack,"
            + " then ./mvnw -pl deploy/compose verify -Dcompose=try")
class ComposeIT {
  private static final int NOTHING_TRIED = 3;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void theDemoRunsInContainersAndOutlivesARestart() throws Exception {
    Process process =
        new ProcessBuilder("./try")
            .directory(ComposeFile.MODULE.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();

    assumeFalse(status == NOTHING_TRIED, said);
    assertThat(status).as(said).isZero();
    List<String> lines = said.lines().toList();
    assertThat(lines.getLast())
        .matches(
            "PUBLISHED flights v1 sha256:[0-9a-f]{64} landed=20000 published=20000 unplaced=0"
                + " schema_failed=0 quarantined=0 duplicate=0 filtered=0 late=0");
    System.out.println(said);
  }
}
