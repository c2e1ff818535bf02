package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.json.Json;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.StoreSettings;
import io.penstock.stack.TargetStack;
import io.penstock.system.Launcher.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The command line as a person runs it: the script at the root of the checkout. */
class LauncherIT {
  private static final int SIGINT_EXIT = 128 + 2;

  private static @Nullable TargetStack elsewhere;

  @AfterAll
  static void stop() {
    if (elsewhere != null) {
      elsewhere.close();
    }
  }

  @Test
  void saysWhatItIsAndWhatItCan() {
    Launcher launcher = new Launcher("words");

    Ended version = launcher.run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out()).startsWith("penstock 0.").contains("Java 2");
    Ended help = launcher.run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("demo", "up", "down", "status", "logs", "clean", "Exit codes:");
    Ended wrong = launcher.run("nonsense");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("nonsense");
  }

  @Test
  void completesCommandsInBash() throws Exception {
    Launcher launcher = new Launcher("completion");
    Ended completion = launcher.run("generate-completion");
    assertThat(completion.exit()).isZero();
    Path script = Files.writeString(launcher.folder().resolve("completion"), completion.out());

    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source '%s'; COMP_WORDS=(penstock cle); COMP_CWORD=1; COMP_LINE='penstock cle'; "
                        .formatted(script)
                    + "_complete_penstock; printf '%s\\n' \"${COMPREPLY[@]}\"")
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
        .contains("clean");
  }

  @Test
  void saysWhatIsDownAndWhatCannotBe() throws Exception {
    Launcher launcher = new Launcher("nothing");

    Ended status = launcher.run("status", "--json");
    assertThat(status.exit()).isEqualTo(1);
    JsonNode parts = json(status.out()).path("parts");
    assertThat(parts).hasSize(6).allMatch(part -> !part.path("running").asBoolean());
    Ended logs = launcher.run("logs", "ingest");
    assertThat(logs.exit()).isEqualTo(2);
    assertThat(logs.err()).contains("there is no log of ingest yet");
    Ended unknown = launcher.run("logs", "router");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("'router' is no part", "transform");
    Ended windows = launcher.run("windows", "flights");
    assertThat(windows.exit()).isEqualTo(1);
    assertThat(windows.err()).contains("is the system up?");
    assertThat(launcher.run("down").exit()).isZero();

    Files.createDirectories(launcher.dataDir());
    Files.writeString(launcher.dataDir().resolve("thesis.tex"), "mine");
    Ended clean = launcher.run("clean", "--yes");
    assertThat(clean.exit()).isEqualTo(2);
    assertThat(clean.err()).contains("thesis.tex");
    assertThat(launcher.dataDir().resolve("thesis.tex")).exists();
  }

  @Test
  void aTakenPortIsNamedAndNothingStaysBehind() throws IOException {
    Launcher launcher = new Launcher("taken");
    int port = 8084 + launcher.portOffset();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Ended up = launcher.run("up");

      assertThat(up.exit()).isEqualTo(2);
      assertThat(up.err())
          .contains("port " + taken.getLocalPort(), "transform-service", "--port-offset");
    }
    assertThat(launcher.running()).isEmpty();
  }

  @Test
  void ctrlCStopsTheDemoAndAllItsParts() throws Exception {
    Launcher launcher = new Launcher("ctrl-c");
    Path out = launcher.folder().resolve("demo.out");
    Path err = launcher.folder().resolve("demo.err");
    Process demo = launcher.start(out, err, "demo");
    await("services are starting")
        .atMost(Duration.ofSeconds(120))
        .failFast("the demo ended", () -> !demo.isAlive())
        .until(() -> launcher.running().size() == 6);

    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(SIGINT_EXIT);
    assertThat(launcher.running()).isEmpty();
    assertThat(Launcher.text(err)).contains("everything is stopped").doesNotContain("Exception");
  }

  /** Kafka and S3 belong to somebody else; PostgreSQL and Temporal are started here. */
  @Test
  void worksFromUpToCleanWithExternalParts() {
    Launcher launcher = new Launcher("external").with("NO_COLOR", "1");
    TargetStack elsewhere = elsewhere();
    String bucket = elsewhere.newBucket();
    launcher
        .with("KAFKA_BOOTSTRAP_SERVERS", elsewhere.kafkaBootstrapServers())
        .with("PENSTOCK_S3_ENDPOINT", elsewhere.s3Endpoint().toString())
        .with("PENSTOCK_S3_ACCESS_KEY", elsewhere.s3AccessKey())
        .with("PENSTOCK_S3_SECRET_KEY", elsewhere.s3SecretKey())
        .with("PENSTOCK_S3_BUCKET", bucket);
    try {
      Ended up = launcher.run("up");
      assertThat(up.err()).contains("local stack: postgres, temporal (");
      assertThat(up.exit()).isZero();
      Ended status = launcher.run("status", "--json");
      assertThat(status.exit()).isZero();
      assertThat(json(status.out()).path("parts"))
          .hasSize(6)
          .allMatch(part -> part.path("ready").asBoolean());

      String example =
          SystemUnderTest.checkout().resolve("examples/clickstream/pipeline.yaml").toString();
      assertThat(launcher.run("apply", example).exit()).isZero();
      assertThat(launcher.run("produce", "clickstream", "--events", "2000", "--seed", "7").exit())
          .isZero();
      assertThat(launcher.run("complete", "clickstream").exit()).isZero();
      Ended build = launcher.run("build", "clickstream", "--json");
      assertThat(build.exit()).as(build.err()).isZero();
      assertThat(json(build.out()).path("published").asInt()).isPositive();
      assertThat(objects(elsewhere, bucket)).as("objects in the external store").isPositive();
      Ended ledger = launcher.run("ledger", "clickstream", "--json");
      assertThat(ledger.exit()).isZero();
      assertThat(json(ledger.out()).at("/source/landed/count").asInt()).isEqualTo(2000);
      Ended head = launcher.run("head", "clickstream");
      assertThat(head.exit()).isZero();
      assertThat(head.out() + head.err()).contains("usr_").doesNotContain("\u001b");
      Ended logs = launcher.run("logs", "ingest", "-n", "5");
      assertThat(logs.exit()).isZero();
      assertThat(logs.out().lines()).hasSizeBetween(1, 5);
      Ended busy = launcher.run("clean", "--yes");
      assertThat(busy.exit()).isEqualTo(2);
      assertThat(busy.err()).contains("penstock down");
    } finally {
      Ended down = launcher.run("down");
      assertThat(down.exit()).isZero();
    }
    assertThat(launcher.running()).isEmpty();
    assertThat(launcher.run("status").exit()).isEqualTo(1);
    assertThat(launcher.run("clean", "--yes").exit()).isZero();
    assertThat(launcher.dataDir()).doesNotExist();
  }

  /** Nothing is left for a stack of one's own to run, so that there is none. */
  @Test
  void startsNoStackWhenEveryPartIsExternal() {
    Launcher launcher = new Launcher("all-external");
    TargetStack elsewhere = elsewhere();
    String database = elsewhere.newDatabase();
    launcher
        .with("KAFKA_BOOTSTRAP_SERVERS", elsewhere.kafkaBootstrapServers())
        .with("PENSTOCK_S3_ENDPOINT", elsewhere.s3Endpoint().toString())
        .with("PENSTOCK_S3_ACCESS_KEY", elsewhere.s3AccessKey())
        .with("PENSTOCK_S3_SECRET_KEY", elsewhere.s3SecretKey())
        .with("PENSTOCK_S3_BUCKET", elsewhere.newBucket())
        .with("PENSTOCK_POSTGRES_JDBC_URL", elsewhere.jdbcUrl(database))
        .with("PENSTOCK_POSTGRES_REACTIVE_URL", elsewhere.reactiveUrl(database))
        .with("PENSTOCK_POSTGRES_USERNAME", elsewhere.postgresUser())
        .with("PENSTOCK_POSTGRES_PASSWORD", elsewhere.postgresPassword())
        .with("TEMPORAL_ADDRESS", elsewhere.temporalAddress());
    try {
      Ended up = launcher.run("up");
      assertThat(up.exit()).as(up.err()).isZero();
      assertThat(up.err()).doesNotContain("local stack");

      Ended status = launcher.run("status", "--json");

      assertThat(status.exit()).isZero();
      assertThat(json(status.out()).path("parts"))
          .hasSize(5)
          .allMatch(part -> part.path("ready").asBoolean());
    } finally {
      launcher.run("down");
    }
    assertThat(launcher.running()).isEmpty();
  }

  /** The backing services of somebody else, started once. */
  private static TargetStack elsewhere() {
    if (elsewhere == null) {
      elsewhere = TargetStack.start(new Launcher("elsewhere").folder().resolve("stack"));
    }
    return elsewhere;
  }

  private static long objects(TargetStack stack, String bucket) {
    try (var store =
            new MinioObjectStore(
                new StoreSettings(
                    stack.s3Endpoint(),
                    stack.s3Region(),
                    stack.s3AccessKey(),
                    stack.s3SecretKey(),
                    bucket));
        var objects = store.list("datasets/clickstream/data/")) {
      return objects.count();
    }
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }
}
