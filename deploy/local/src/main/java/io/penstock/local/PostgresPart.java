package io.penstock.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, durable as in production: a commit that was acknowledged is on disk. */
final class PostgresPart implements Part {
  static final String USER = "postgres";
  static final String PASSWORD = "penstock-local-only";
  static final String DATABASE = "penstock";

  private static final long POLL_MILLIS = 50;
  private static final int LOG_TAIL_BYTES = 2_000;

  private final Path dir;
  private final Path cacheDir;
  private final int port;
  private final Reach reach;
  private final Consumer<String> onDeath;
  private volatile @Nullable ChildProcess server;
  private volatile boolean closing;

  /**
   * @param onDeath told when the server ends without having been asked to
   */
  PostgresPart(Path dir, Path cacheDir, int port, Reach reach, Consumer<String> onDeath) {
    this.dir = dir;
    this.cacheDir = cacheDir;
    this.port = port;
    this.reach = reach;
    this.onDeath = onDeath;
  }

  /** Stops a server that a killed stack left behind; afterwards its port is free. */
  static void stopLeftover(Path dir) throws IOException, StackProblem {
    ChildProcess.stopLeftover(pidFile(dir), ChildProcess.StopSignal.INT);
    // No server runs on these files now. Its own note of the pid would still stop the next one if
    // the system has given that
    // pid to another process, as it does after a container has been restarted.
    Path note = dir.resolve("data").resolve("postmaster.pid");
    if (Files.exists(note)) {
      long pid = Long.parseLong(Files.readAllLines(note).getFirst().strip());
      if (ProcessHandle.of(pid).isPresent()) {
        Files.delete(note);
      }
    }
  }

  static Path log(Path dir) {
    return dir.resolve("postgres.log");
  }

  private static Path pidFile(Path dir) {
    return dir.resolve("postgres.pid");
  }

  @Override
  public Map<String, String> start() throws Exception {
    Files.createDirectories(dir);
    PostgresPrograms programs = PostgresPrograms.unpack(cacheDir);
    Path data = dir.resolve("data");
    if (!Files.exists(data)) {
      initialise(programs, data);
    }
    startServer(programs, data);
    createDatabase();
    ChildProcess running = server;
    if (running != null) {
      CompletableFuture<Void> watch =
          running
              .onExit()
              .thenAccept(p -> {
                if (!closing) {
                  onDeath.accept("the server ended with exit code " + p.exitValue());
                }
              });
      if (watch.isCompletedExceptionally()) {
        throw new IOException("cannot watch the server");
      }
    }
    return Map.of(
        "penstock.postgres.jdbc-url",
        "jdbc:postgresql://" + reach.address(port) + "/" + DATABASE,
        "penstock.postgres.reactive-url",
        "postgresql://" + reach.address(port) + "/" + DATABASE,
        "penstock.postgres.username",
        USER,
        "penstock.postgres.password",
        PASSWORD);
  }

  // Into a directory of its own that is renamed at the end: a stack killed half-way leaves nothing
  // that looks complete.
  private void initialise(PostgresPrograms programs, Path data)
      throws IOException, InterruptedException, StackProblem {
    Path unfinished = dir.resolve("data.new");
    Trees.delete(unfinished);
    Path password =
        Files.createTempFile(
            dir,
            "password",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(password, PASSWORD);
      List<String> args =
          List.of(
              "--pgdata=" + unfinished,
              "--username=" + USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions");
      Process initdb =
          new ProcessBuilder(programs.command("initdb", args))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(dir).toFile()))
              .start();
      if (initdb.waitFor() != 0) {
        throw new StackProblem("initdb failed: " + logTail());
      }
    } finally {
      Files.delete(password);
    }
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void startServer(PostgresPrograms programs, Path data)
      throws IOException, InterruptedException, StackProblem {
    List<String> command = programs.command("postgres", serverArgs(data, access()));
    while (!closing) {
      long logBefore = Files.size(log(dir));
      ChildProcess started =
          ChildProcess.start(command, ChildProcess.StopSignal.INT, pidFile(dir), log(dir));
      server = started;
      while (started.isAlive() && !closing) {
        if (answers()) {
          return;
        }
        Thread.sleep(POLL_MILLIS);
      }
      // When the server was killed, its sessions take a moment to notice, and hold its shared
      // memory until then.
      if (!closing && !logSince(logBefore).contains("shared memory block")) {
        throw new StackProblem(
            "the server ended with exit code " + started.exitValue() + ": " + logTail());
      }
      started.close();
    }
    throw new StackProblem("stopped while it was starting");
  }

  // What initdb writes knows of loopback alone. Whoever gets in says who he is, wherever he comes
  // from.
  private Path access() throws IOException {
    Path file = dir.resolve("pg_hba.conf");
    Files.writeString(file, "host all all all scram-sha-256\n");
    return file;
  }

  private List<String> serverArgs(Path data, Path access) {
    List<String> args =
        new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    List<String> settings =
        List.of(
            "listen_addresses=" + reach.bind(),
            "hba_file=" + access,
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "max_connections=200",
            "shared_buffers=64MB",
            "io_method=sync",
            "max_wal_size=512MB",
            "timezone=UTC",
            "log_timezone=UTC");
    for (String setting : settings) {
      args.add("-c");
      args.add(setting);
    }
    return args;
  }

  private boolean answers() {
    if (!Ports.answers(port)) {
      return false;
    }
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "20");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://" + Reach.LOOPBACK + ":" + port + "/" + database;
  }

  private String logTail() throws IOException {
    String tail = logSince(Math.max(0, Files.size(log(dir)) - LOG_TAIL_BYTES)).strip();
    return tail + PostgresPrograms.hint(tail);
  }

  private String logSince(long position) throws IOException {
    byte[] bytes = Files.readAllBytes(log(dir));
    int from = (int) Math.min(position, bytes.length);
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
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
