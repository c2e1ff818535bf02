package io.penstock.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and controller at once. Topics are made by their owners, never by a
 * producer's typing error.
 */
final class KafkaPart implements Part {
  // Records of 2 MB, with room for what a batch adds.
  private static final int MESSAGE_MAX_BYTES = 4 << 20;

  private final Path dir;
  private final int port;
  private final Reach reach;
  private final Consumer<String> onDeath;
  private volatile @Nullable KafkaRaftServer server;
  private volatile boolean closing;

  KafkaPart(Path dir, int port, Reach reach, Consumer<String> onDeath) {
    this.dir = dir;
    this.port = port;
    this.reach = reach;
    this.onDeath = onDeath;
  }

  @Override
  public Map<String, String> start() throws Exception {
    Files.createDirectories(dir);
    // Kafka ends the JVM when it cannot go on. Here that is the stack's decision.
    Exit.setExitProcedure((status, message) -> died(status, message));
    Exit.setHaltProcedure((status, message) -> died(status, message));
    Path data = dir.resolve("data");
    Path configFile = dir.resolve("server.properties");
    int controllerPort = controllerPort(configFile);
    if (!Files.exists(data)) {
      format(controllerPort);
    }
    Properties config = config(data, controllerPort);
    store(config, configFile);
    KafkaRaftServer node = new KafkaRaftServer(KafkaConfig.fromProps(config), Time.SYSTEM);
    server = node;
    node.startup();
    return Map.of("kafka.bootstrap.servers", reach.address(port));
  }

  private void died(int status, @Nullable String message) {
    String text = "Kafka gave up with status " + status + (message == null ? "" : ": " + message);
    if (!closing) {
      onDeath.accept(text);
    }
    throw new IllegalStateException(text);
  }

  // The port stands in the cluster's own records: it stays the same as long as nobody else takes
  // it.
  private static int controllerPort(Path configFile) throws IOException, StackProblem {
    if (Files.exists(configFile)) {
      Properties before = new Properties();
      try (InputStream in = Files.newInputStream(configFile)) {
        before.load(in);
      }
      String voters = before.getProperty("controller.quorum.voters", "");
      int colon = voters.lastIndexOf(':');
      if (colon > 0) {
        int port = Integer.parseInt(voters.substring(colon + 1));
        if (Ports.isFree(port)) {
          return port;
        }
      }
    }
    return Ports.anyFree();
  }

  // Into a directory of its own that is renamed at the end: a stack killed half-way leaves nothing
  // that looks complete.
  private void format(int controllerPort) throws IOException, StackProblem {
    Path unfinished = dir.resolve("data.new");
    Trees.delete(unfinished);
    Path configFile = dir.resolve("format.properties");
    store(config(unfinished, controllerPort), configFile);
    String[] args = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", configFile.toString()
    };
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status = StorageTool.execute(args, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new StackProblem(
          "cannot format " + dir + ": " + said.toString(StandardCharsets.UTF_8).strip());
    }
    Files.delete(configFile);
    Files.move(unfinished, dir.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void store(Properties properties, Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      properties.store(out, null);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Properties config(Path data, int controllerPort) {
    Properties config = new Properties();
    String controller = Reach.LOOPBACK + ":" + controllerPort;
    config.put("process.roles", "broker,controller");
    config.put("node.id", "1");
    config.put("controller.quorum.voters", "1@" + controller);
    config.putAll(listeners(port, controllerPort, reach));
    config.put("controller.listener.names", "CONTROLLER");
    config.put("inter.broker.listener.name", "PLAINTEXT");
    config.put("log.dirs", data.toString());
    config.put("auto.create.topics.enable", "false");
    config.put("message.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));
    // A stack that slept for weeks still has every event.
    config.put("log.retention.ms", "-1");
    // After a kill the node comes back only when the session of its former self has ended.
    config.put("broker.session.timeout.ms", "2000");
    config.put("broker.heartbeat.interval.ms", "500");
    oneNode(config);
    small(config);
    return config;
  }

  /** Where clients come in. The controller is nobody's business but the broker's own. */
  static Map<String, String> listeners(int port, int controllerPort, Reach reach) {
    List<String> listeners = new ArrayList<>(List.of("PLAINTEXT://" + reach.bind() + ":" + port));
    List<String> advertised = new ArrayList<>(List.of("PLAINTEXT://" + reach.address(port)));
    reach
        .kafkaOutside()
        .ifPresent(outside -> {
          listeners.add("OUTSIDE://" + reach.bind() + ":" + outside.port());
          advertised.add("OUTSIDE://" + Reach.LOOPBACK + ":" + outside.published());
        });
    listeners.add("CONTROLLER://" + Reach.LOOPBACK + ":" + controllerPort);
    return Map.of(
        "listeners",
        String.join(",", listeners),
        "advertised.listeners",
        String.join(",", advertised),
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  private static void oneNode(Properties config) {
    for (String topic : List.of("transaction.state.log", "share.coordinator.state.topic")) {
      config.put(topic + ".replication.factor", "1");
      config.put(topic + ".min.isr", "1");
    }
    config.put("offsets.topic.replication.factor", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
  }

  private static void small(Properties config) {
    config.put("offsets.topic.num.partitions", "4");
    config.put("transaction.state.log.num.partitions", "4");
    config.put("share.coordinator.state.topic.num.partitions", "2");
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    config.put("num.replica.fetchers", "1");
    config.put("log.cleaner.threads", "1");
    config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
  }

  @Override
  public void close() {
    closing = true;
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
    }
  }
}
