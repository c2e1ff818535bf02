package io.penstock.system;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.StoreSettings;
import io.penstock.stack.FreePorts;
import io.penstock.stack.TargetStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A local stack of its own and the five packaged services, each a process on a free port. */
final class SystemUnderTest implements AutoCloseable {
  /**
   * So many pipelines a shared system gathers at most: the test that comes after gets a new one.
   * All of them are looked after until the end, which would make each test slower than the one
   * before.
   */
  private static final int PIPELINES_MAX = 16;

  private static @Nullable SystemUnderTest shared;

  private final Path checkout = checkout();
  private final Path folder;
  private final Path java;
  private final TargetStack stack;
  private final OtlpReceiver traces = OtlpReceiver.start();
  private final String bucket;
  private final String database;
  private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
  private final Map<Service, ServiceProcess> running = new EnumMap<>(Service.class);
  private final List<ServiceProcess> others = new ArrayList<>();
  private final Set<Service> unusual = EnumSet.noneOf(Service.class);
  private int pipelines;

  private SystemUnderTest(String name, boolean onRuntimeImage) {
    try {
      Path target = Files.createDirectories(Path.of("target", "system"));
      this.folder = Files.createTempDirectory(target.toAbsolutePath(), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.java =
        onRuntimeImage
            ? RuntimeImage.java(checkout, folder.resolve("runtime"))
            : Path.of(System.getProperty("java.home"), "bin", "java");
    this.stack = TargetStack.start(folder.resolve("stack"));
    this.bucket = stack.newBucket();
    this.database = stack.newDatabase();
    for (Service service : Service.values()) {
      ports.put(service, FreePorts.next());
    }
  }

  /**
   * The system that the tests of this JVM share, each with pipelines of its own. Whatever the test
   * before did to it, everything runs.
   */
  static synchronized SystemUnderTest shared() {
    SystemUnderTest system = shared;
    if (system != null && system.pipelines < PIPELINES_MAX) {
      system.mend();
      return system;
    }
    if (system == null) {
      Runtime.getRuntime().addShutdownHook(new Thread(SystemUnderTest::closeShared));
    } else {
      closeShared();
    }
    SystemUnderTest next = start("shared");
    shared = next;
    return next;
  }

  private static synchronized void closeShared() {
    SystemUnderTest system = shared;
    if (system != null) {
      shared = null;
      system.close();
    }
  }

  /** Counts a pipeline that is registered. */
  void addPipeline() {
    pipelines++;
  }

  /** Ends what runs beside the five services, and replaces those that run otherwise than usual. */
  private void mend() {
    others.forEach(ServiceProcess::kill);
    others.clear();
    disarm();
    EnumSet<Service> broken = EnumSet.noneOf(Service.class);
    for (Service service : Service.values()) {
      ServiceProcess process = running.get(service);
      if (process == null || unusual.contains(service) || !process.isAlive()) {
        broken.add(service);
      }
    }
    restart(broken);
  }

  /** Starts everything and waits until it is ready. */
  static SystemUnderTest start(String name) {
    return start(new SystemUnderTest(name, false));
  }

  /** The same, with services that run on the Java runtime of their images. */
  static SystemUnderTest startOnRuntimeImage(String name) {
    return start(new SystemUnderTest(name, true));
  }

  private static SystemUnderTest start(SystemUnderTest system) {
    try {
      system.restart(EnumSet.allOf(Service.class));
      return system;
    } catch (RuntimeException | Error e) {
      system.close();
      throw e;
    }
  }

  /** Lets a running service stop for ever at a failpoint, the next time that it gets there. */
  ServiceProcess armFailpoint(Service service, String failpoint) {
    unusual.add(service);
    try {
      // Whole or not at all: services read the file at any moment.
      Path written = Files.writeString(folder.resolve("failpoint-new"), failpoint);
      Files.move(written, failpointFile(service.folder()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running.get(service);
  }

  private void disarm() {
    try {
      for (Service service : Service.values()) {
        Files.deleteIfExists(failpointFile(service.folder()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path failpointFile(String process) {
    return folder.resolve("failpoint-" + process);
  }

  /** Kills a service, as {@code kill -9} does, and starts it again. */
  ServiceProcess restart(Service service) {
    return restart(service, Map.of());
  }

  /** The same with some services at the same time. */
  void restart(Set<Service> services) {
    services.forEach(this::kill);
    services.forEach(service -> launch(service, Map.of()));
    services.forEach(service -> running.get(service).awaitReady());
  }

  /** Kills a service and starts it again, with environment variables of its own. */
  ServiceProcess restart(Service service, Map<String, String> variables) {
    kill(service);
    ServiceProcess process = launch(service, variables);
    process.awaitReady();
    return process;
  }

  /** Starts one more process of a service beside the one that runs, on a port of its own. */
  ServiceProcess startAnother(Service service) {
    ServiceProcess process = launchAnother(service);
    process.awaitReady();
    return process;
  }

  /** The same; it may not be ready yet. */
  ServiceProcess launchAnother(Service service) {
    return launchAnother(service, FreePorts.next(), Package.CURRENT, Map.of());
  }

  /**
   * Starts one more process of a service beside the one that runs, of this build or another, with
   * environment variables of its own. It may not be ready yet.
   */
  ServiceProcess launchAnother(
      Service service, int port, Package build, Map<String, String> extra) {
    ServiceProcess process = process(service, "another-" + service.folder(), build, port, extra);
    others.add(process);
    return process;
  }

  void kill(Service service) {
    ServiceProcess process = running.remove(service);
    if (process != null) {
      process.kill();
    }
  }

  private ServiceProcess launch(Service service, Map<String, String> extra) {
    return launch(service, Package.CURRENT, extra);
  }

  /** Starts a service that does not run, of this build or another. It may not be ready yet. */
  ServiceProcess launch(Service service, Package build, Map<String, String> extra) {
    ServiceProcess process = process(service, service.folder(), build, ports.get(service), extra);
    running.put(service, process);
    if (extra.isEmpty() && build == Package.CURRENT) {
      unusual.remove(service);
    } else {
      unusual.add(service);
    }
    return process;
  }

  private ServiceProcess process(
      Service service, String name, Package build, int port, Map<String, String> extra) {
    Map<String, String> variables = variables(name, extra);
    if (build.told(service)) {
      variables.put("PENSTOCK_RELEASE", build.release());
    }
    return ServiceProcess.start(
        service, java, checkout.resolve(build.of(service)), folder, port, variables);
  }

  private Map<String, String> variables(String name, Map<String, String> extra) {
    Map<String, String> variables = new HashMap<>(environment());
    variables.put("PENSTOCK_ENGINE_SCRATCH", folder.resolve("scratch-" + name).toString());
    variables.put("PENSTOCK_FAILPOINT", failpointFile(name).toString());
    // As compose and the chart name theirs: a restart takes up its work at once.
    variables.put("PENSTOCK_INGEST_INSTANCE", name);
    variables.putAll(extra);
    return variables;
  }

  private Map<String, String> environment() {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", stack.kafkaBootstrapServers());
    settings.put("penstock.postgres.jdbc-url", stack.jdbcUrl(database));
    settings.put("penstock.postgres.reactive-url", stack.reactiveUrl(database));
    settings.put("penstock.postgres.username", stack.postgresUser());
    settings.put("penstock.postgres.password", stack.postgresPassword());
    settings.put("penstock.s3.endpoint", stack.s3Endpoint().toString());
    settings.put("penstock.s3.access-key", stack.s3AccessKey());
    settings.put("penstock.s3.secret-key", stack.s3SecretKey());
    settings.put("penstock.s3.region", stack.s3Region());
    settings.put("penstock.s3.bucket", bucket);
    settings.put("penstock.temporal.address", stack.temporalAddress());
    settings.put("penstock.catalog.url", url(Service.CATALOG).toString());
    settings.put("penstock.log.json", "true");
    settings.put("penstock.traces.endpoint", traces.endpoint().toString());
    settings.put("penstock.traces.protocol", "http/protobuf");
    // Tests wait for batches, so these roll early.
    settings.put("penstock.ingest.roll-age", "PT1S");
    settings.put("penstock.ingest.topic-interval", "PT2S");
    settings.put("penstock.ingest.session-timeout", "PT6S");
    // Tests kill services, and wait until others have noticed.
    settings.put("penstock.workflow.heartbeat-timeout", "PT4S");
    settings.put("penstock.workflow.reconcile-interval", "PT2S");
    Map<String, String> variables = new HashMap<>();
    settings.forEach((name, value) ->
        variables.put(name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT), value));
    return variables;
  }

  /** What a service has logged since it was started. */
  List<String> logged(Service service) {
    return running.get(service).lines();
  }

  /** The spans that services have exported. */
  List<OtlpReceiver.Span> spans() {
    return traces.spans();
  }

  CatalogClient catalog() {
    return new CatalogClient(url(Service.CATALOG));
  }

  /** Where a service is, whether it runs or not. */
  URI url(Service service) {
    return URI.create("http://127.0.0.1:" + ports.get(service));
  }

  TargetStack stack() {
    return stack;
  }

  StoreSettings storeSettings() {
    return new StoreSettings(
        stack.s3Endpoint(), stack.s3Region(), stack.s3AccessKey(), stack.s3SecretKey(), bucket);
  }

  /** JDBC URL of the catalog's database. */
  String jdbcUrl() {
    return stack.jdbcUrl(database);
  }

  MinioObjectStore store() {
    return new MinioObjectStore(storeSettings());
  }

  Path checkoutFile(String relative) {
    return checkout.resolve(relative);
  }

  @Override
  public void close() {
    others.forEach(ServiceProcess::kill);
    for (Service service : Service.values()) {
      kill(service);
    }
    stack.close();
    traces.close();
  }

  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
