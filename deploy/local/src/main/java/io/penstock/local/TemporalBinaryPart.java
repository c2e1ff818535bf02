package io.penstock.local;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real Temporal: the {@code temporal} program of this machine. Its workflows are kept in a file
 * and survive restarts.
 */
final class TemporalBinaryPart implements Part {
  private static final long POLL_MILLIS = 100;

  private final Path program;
  private final Path dataDir;
  private final int port;
  private final Reach reach;
  private final Consumer<String> onDeath;
  private volatile @Nullable ChildProcess server;
  private volatile boolean closing;

  TemporalBinaryPart(Path program, Path dataDir, int port, Reach reach, Consumer<String> onDeath) {
    this.program = program;
    this.dataDir = dataDir;
    this.port = port;
    this.reach = reach;
    this.onDeath = onDeath;
  }

  /** The {@code temporal} program on a search path as in the variable PATH. */
  static Optional<Path> find(@Nullable String searchPath) {
    return Arrays.stream((searchPath == null ? "" : searchPath).split(File.pathSeparator, -1))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory).resolve("temporal").toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  static void stopLeftover(Path dataDir) throws IOException, StackProblem {
    ChildProcess.stopLeftover(pidFile(dataDir), ChildProcess.StopSignal.TERM);
  }

  static Path log(Path dataDir) {
    return dataDir.resolve("temporal.log");
  }

  private static Path pidFile(Path dataDir) {
    return dataDir.resolve("temporal.pid");
  }

  @Override
  public Map<String, String> start() throws Exception {
    List<String> command =
        List.of(
            program.toString(),
            "server",
            "start-dev",
            "--db-filename",
            dataDir.resolve("temporal.db").toString(),
            "--ip",
            reach.bind(),
            "--port",
            Integer.toString(port),
            "--headless");
    ChildProcess started =
        ChildProcess.start(command, ChildProcess.StopSignal.TERM, pidFile(dataDir), log(dataDir));
    server = started;
    awaitHealthy(started);
    started
        .onExit()
        .thenAccept(p -> {
          if (!closing) {
            onDeath.accept(program + " ended with exit code " + p.exitValue());
          }
        });
    return Map.of("penstock.temporal.address", reach.address(port));
  }

  private void awaitHealthy(ChildProcess started) throws InterruptedException, StackProblem {
    ManagedChannel channel =
        Grpc.newChannelBuilder(Reach.LOOPBACK + ":" + port, InsecureChannelCredentials.create())
            .build();
    try {
      while (!isHealthy(channel)) {
        if (!started.isAlive()) {
          throw new StackProblem(program + " ended with exit code " + started.exitValue());
        }
        Thread.sleep(POLL_MILLIS);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean isHealthy(ManagedChannel channel) {
    try {
      HealthCheckRequest request =
          HealthCheckRequest.newBuilder().setService(WorkflowServiceGrpc.SERVICE_NAME).build();
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(2, TimeUnit.SECONDS)
              .check(request)
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    ChildProcess running = server;
    if (running != null) {
      running.close();
    }
  }
}
