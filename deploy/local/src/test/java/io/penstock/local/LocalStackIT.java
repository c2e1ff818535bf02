package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
  @TempDir Path dir;

  @Test
  void saysWhereItsPartsAreAndStopsOnSigterm() throws Exception {
    try (StackProcess stack = StackProcess.start(dir)) {
      assertThat(stack.output())
          .containsPattern("up kafka 127\\.0\\.0\\.1:\\d+ in \\d+ ms\n")
          .containsPattern("up postgres 127\\.0\\.0\\.1:\\d+ in \\d+ ms\n")
          .containsPattern("up s3 127\\.0\\.0\\.1:\\d+ in \\d+ ms\n")
          .containsPattern("up temporal 127\\.0\\.0\\.1:\\d+ in \\d+ ms\n")
          .endsWith("READY\n");
      assertThat(stack.endpoints())
          .containsOnlyKeys(
              "kafka.bootstrap.servers",
              "penstock.postgres.jdbc-url",
              "penstock.postgres.password",
              "penstock.postgres.reactive-url",
              "penstock.postgres.username",
              "penstock.s3.access-key",
              "penstock.s3.endpoint",
              "penstock.s3.region",
              "penstock.s3.secret-key",
              "penstock.temporal.address",
              "pid")
          .containsEntry("pid", Long.toString(stack.pid()));
      Services services = new Services(stack.endpoints());
      assertThat(services.postgresAnswers()).isTrue();
      assertThat(services.kafkaAnswers()).isTrue();
      assertThat(services.temporalAnswers()).isTrue();
      assertThat(services.s3Answers()).isTrue();
      assertThat(portsReachableFromOutside(stack)).isEmpty();

      List<ProcessHandle> children = stack.descendants();
      assertThat(stack.terminate()).isEqualTo(143);
      assertThat(stack.endpointsFile()).doesNotExist();
      StackProcess.awaitEnd(children);
    }
  }

  private static List<String> portsReachableFromOutside(StackProcess stack) throws Exception {
    List<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    List<String> reachable = new ArrayList<>();
    for (String option : stack.samePorts()) {
      int port = Integer.parseInt(option.substring(option.indexOf('=') + 1));
      for (InetAddress address : outside) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(address, port), 1000);
          reachable.add(address + ":" + port);
        } catch (IOException e) {
          // refused, as it should be
        }
      }
    }
    return reachable;
  }

  @Test
  void whatWasAcknowledgedSurvivesSigkill() throws Exception {
    StackProcess first = StackProcess.start(dir);
    String[] ports = first.samePorts();
    Services services = new Services(first.endpoints());
    services.createTopic("events");
    services.produce("events", "one");
    services.createTable();
    services.insertRow(1);
    services.createBucket("bucket");
    services.put("bucket", "key/1", "first");
    first.killJvm();

    try (StackProcess second = StackProcess.start(dir, ports)) {
      services.produce("events", "two");
      services.insertRow(2);
      services.put("bucket", "key/2", "second");
      second.killAll();
    }

    try (StackProcess third = StackProcess.start(dir, ports)) {
      assertThat(services.consume("events", 2)).containsExactly("one", "two");
      assertThat(services.rows()).containsExactly(1, 2);
      assertThat(services.get("bucket", "key/1")).isEqualTo("first");
      assertThat(services.get("bucket", "key/2")).isEqualTo("second");
      assertThat(third.endpoints()).containsEntry("pid", Long.toString(third.pid()));
    }
  }

  @Test
  void aKilledStackLeavesNoProcessBehind() throws Exception {
    try (StackProcess stack = StackProcess.start(dir, "--parts=postgres")) {
      List<ProcessHandle> children = stack.descendants();
      assertThat(children).isNotEmpty();

      stack.killJvm();

      StackProcess.awaitEnd(children);
    }
  }

  @Test
  void aPidThatNowBelongsToAnotherProgramDoesNotStopPostgres() throws Exception {
    try (StackProcess stack = StackProcess.start(dir, "--parts=postgres")) {
      stack.killAll();
    }
    Path note = dir.resolve("postgres/data/postmaster.pid");
    List<String> lines = Files.readAllLines(note);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(note, lines);

    try (StackProcess again = StackProcess.start(dir, "--parts=postgres")) {
      assertThat(again.endpoints()).containsKey("penstock.postgres.jdbc-url");
    }
  }

  @Test
  void aTakenPortIsNamedWithWhatToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        StackProcess stack =
            StackProcess.launch(dir, Map.of(), "--kafka-port=" + taken.getLocalPort())) {
      assertThat(stack.awaitExit()).isEqualTo(2);
      assertThat(stack.errors())
          .contains(
              "kafka: port %d on 127.0.0.1 is taken by another program."
                  .formatted(taken.getLocalPort()))
          .contains("--kafka-port or PENSTOCK_LOCAL_KAFKA_PORT")
          .contains("KAFKA_BOOTSTRAP_SERVERS");
      assertThat(stack.output()).isEmpty();
      assertThat(stack.endpointsFile()).doesNotExist();
    }
  }

  @Test
  void aDataDirectoryIsUsedByOneStackOnly() throws Exception {
    try (StackProcess one = StackProcess.start(dir, "--parts=s3");
        StackProcess two = StackProcess.launch(dir, Map.of(), "--parts=s3")) {
      assertThat(two.awaitExit()).isEqualTo(2);
      assertThat(two.errors()).contains("another local stack runs on " + dir);
      assertThat(one.endpoints()).containsEntry("pid", Long.toString(one.pid()));
    }
  }

  @Test
  void runsOnlyThePartsAskedForAndEndsWithItsParent() throws Exception {
    Process parent = new ProcessBuilder("sleep", "120").start();
    try (StackProcess stack =
        StackProcess.start(dir, "--parts=s3", "--exit-with-parent=" + parent.pid())) {
      assertThat(stack.endpoints())
          .containsOnlyKeys(
              "penstock.s3.access-key",
              "penstock.s3.endpoint",
              "penstock.s3.region",
              "penstock.s3.secret-key",
              "pid");

      parent.destroyForcibly();

      assertThat(stack.awaitExit()).isZero();
      assertThat(stack.endpointsFile()).doesNotExist();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void theEnvironmentMayNameAPort() throws Exception {
    int port = Ports.anyFree();
    StackProcess stack =
        StackProcess.launch(
            dir,
            Map.of("PENSTOCK_LOCAL_TEMPORAL_PORT", Integer.toString(port)),
            "--parts=temporal");
    try (stack) {
      stack.awaitReady();
    }
  }

  @Test
  void aServerThatDiesTakesTheStackWithIt() throws Exception {
    try (StackProcess stack = StackProcess.start(dir, "--parts=postgres,s3")) {
      ProcessHandle postgres =
          stack.descendants().stream()
              .filter(p -> p.info().commandLine().orElse("").contains("/bin/postgres "))
              .findFirst()
              .orElseThrow();

      postgres.destroyForcibly();

      assertThat(stack.awaitExit()).isEqualTo(2);
      assertThat(stack.errors())
          .contains("postgres: the server ended with exit code")
          .contains("postgres.log");
      assertThat(stack.endpointsFile()).doesNotExist();
    }
  }
}
