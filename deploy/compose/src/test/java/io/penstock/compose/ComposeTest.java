package io.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Compose starts, in which order, and with which rights. */
class ComposeTest {
  private static final Pattern DOCUMENTED = Pattern.compile("`([a-z]+(?:\\.[a-z0-9-]+)+)`");
  private static final Set<String> SERVICES =
      Set.of("catalog", "ingest", "validation", "transform", "workflow");

  private final ComposeFile file = ComposeFile.read();

  @Test
  void everythingThatAPipelineNeedsIsThere() {
    assertThat(file.services().keySet())
        .containsExactlyInAnyOrder(
            "kafka",
            "postgres",
            "s3",
            "temporal-schema",
            "temporal",
            "temporal-namespace",
            "temporal-ui",
            "catalog",
            "ingest",
            "validation",
            "transform",
            "workflow",
            "prometheus",
            "grafana");
  }

  @Test
  void everyImageIsPinnedByATagThatIsNotLatest() {
    file.services()
        .forEach((name, service) ->
            assertThat(service.image()).as(name).matches(".+:v?[0-9][0-9A-Za-z.-]*"));
  }

  @Test
  void nobodyIsStartedBeforeWhatHeNeedsIsHealthyOrDone() {
    file.services()
        .forEach((name, service) ->
            service
                .dependencies()
                .forEach((needed, dependency) -> {
                  ComposeFile.Service other = file.services().get(needed);
                  assertThat(other).as(name + " needs " + needed).isNotNull();
                  if (dependency.condition().equals("service_healthy")) {
                    assertThat(other.health()).as(needed).isPresent();
                  } else {
                    assertThat(dependency.condition()).isEqualTo("service_completed_successfully");
                    assertThat(other.restart()).as(needed).isEqualTo("on-failure");
                  }
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "catalog, kafka, postgres, s3",
    "ingest, kafka, s3, catalog",
    "validation, temporal-namespace, s3, temporal",
    "transform, temporal-namespace, s3, temporal",
    "workflow, temporal-namespace, kafka, catalog",
  })
  void aServiceWaitsForEverythingThatItTalksTo(
      String service, String one, String two, String three) {
    assertThat(needs(service)).contains(one, two, three);
  }

  private Set<String> needs(String service) {
    Set<String> needs = new HashSet<>(file.services().get(service).dependencies().keySet());
    Set.copyOf(needs).forEach(needed -> needs.addAll(needs(needed)));
    return needs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog", "ingest", "validation", "transform", "workflow"})
  void aServiceRunsWithoutRightsOnAReadOnlyRoot(String name) {
    ComposeFile.Service service = file.services().get(name);

    assertThat(service.readOnly()).isTrue();
    assertThat(service.user()).isEqualTo("10001:10001");
    assertThat(service.capDrop()).containsExactly("ALL");
    assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
    assertThat(service.tmpfs()).singleElement().asString().startsWith("/tmp:size=");
    assertThat(service.image()).isEqualTo("penstock/" + name + ":0.1.0-SNAPSHOT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog", "ingest", "validation", "transform", "workflow"})
  void aServiceIsHealthyOnceItIsReady(String name) {
    ComposeFile.Service service = file.services().get(name);
    String port = service.ports().getFirst().replaceAll(".*:", "");

    assertThat(service.health().orElseThrow().test().getLast())
        .contains("/dev/tcp/127.0.0.1/" + port, "GET /q/health/ready ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog", "ingest", "validation", "transform", "workflow"})
  void aServiceLogsJsonAndTracesNothing(String name) {
    assertThat(file.services().get(name).variables())
        .containsEntry("PENSTOCK_LOG_JSON", "true")
        // Nothing is traced unless somebody says where traces go.
        .containsEntry("PENSTOCK_TRACES_ENDPOINT", "");
  }

  @Test
  void portsAreReachedFromThisMachineAlone() {
    Set<String> taken = new HashSet<>();
    file.services()
        .forEach((name, service) -> {
          for (String port : service.ports() == null ? List.<String>of() : service.ports()) {
            assertThat(port).as(name).startsWith("127.0.0.1:");
            assertThat(taken.add(port.split(":")[1])).as(port + " is taken").isTrue();
          }
        });
  }

  @Test
  void everyVariableOfAServiceIsADocumentedSetting() throws IOException {
    Set<String> known = new TreeSet<>();
    Matcher setting =
        DOCUMENTED.matcher(Files.readString(ComposeFile.CHECKOUT.resolve("docs/configuration.md")));
    while (setting.find()) {
      known.add(setting.group(1).replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT));
    }

    for (String service : SERVICES) {
      assertThat(known).containsAll(file.services().get(service).variables().keySet());
    }
  }

  @Test
  void everyVariableOfTheFileIsUsed() throws IOException {
    String text = Files.readString(ComposeFile.MODULE.resolve("compose.yaml"));

    assertThat(ComposeFile.variables().keySet())
        .allSatisfy(name ->
            assertThat(name.equals("COMPOSE_PROJECT_NAME") || text.contains("${" + name + "}"))
                .as(name)
                .isTrue());
  }

  @Test
  void volumesAndMountedFilesExist() {
    file.services()
        .forEach((name, service) -> {
          for (String volume : service.volumes() == null ? List.<String>of() : service.volumes()) {
            String source = volume.substring(0, volume.indexOf(':'));
            if (source.startsWith("./")) {
              assertThat(ComposeFile.MODULE.resolve(source)).as(name).isDirectory();
              assertThat(volume).endsWith(":ro");
            } else {
              assertThat(file.volumes()).as(name).containsKey(source);
            }
          }
        });
  }

  /** Where Debian's docker-compose is installed, it has the last word. */
  @ParameterizedTest
  @ValueSource(strings = {"-f compose.yaml", "-f compose.yaml -f compose.local-stack.yaml"})
  void dockerComposeAcceptsTheFiles(String files) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/docker-compose")), "no docker-compose here");
    List<String> command = new ArrayList<>(List.of("docker-compose"));
    command.addAll(List.of(files.split(" ", -1)));
    command.add("config");
    Process process =
        new ProcessBuilder(command)
            .directory(ComposeFile.MODULE.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("KAFKA_BOOTSTRAP_SERVERS: kafka:9092");
  }

  @Test
  void withoutARegistryEveryForeignImageIsReplacedOrLeftOut() throws IOException {
    Map<String, Map<String, Object>> local = localStack();

    file.services()
        .forEach((name, service) -> {
          if (SERVICES.contains(name)) {
            return;
          }
          Map<String, Object> instead = local.get(name);
          assertThat(instead).as(name).isNotNull();
          if (!List.of("registry").equals(instead.get("profiles"))) {
            assertThat(instead.get("image"))
                .as(name)
                .isEqualTo("${PENSTOCK_IMAGE_PREFIX}/local-stack:${PENSTOCK_IMAGE_TAG}");
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "kafka, 9092, KAFKA_BOOTSTRAP_SERVERS, kafka:9092",
    "postgres, 5432, PENSTOCK_POSTGRES_REACTIVE_URL, postgresql://postgres:5432/penstock",
    "s3, 8333, PENSTOCK_S3_ENDPOINT, http://s3:8333",
    "temporal, 7233, PENSTOCK_TEMPORAL_ADDRESS, temporal:7233",
  })
  void thePartsOfTheLocalStackAnswerWhereTheServicesLookForThem(
      String name, String port, String setting, String address) throws IOException {
    Map<String, Object> part = localStack().get(name);

    assertThat((List<?>) part.get("command"))
        .asString()
        .startsWith("[--parts, %s, --host, %s, --%s-port, %s".formatted(name, name, name, port));
    assertThat(part.get("healthcheck")).asString().contains("/dev/tcp/127.0.0.1/" + port);
    assertThat(part.get("read_only")).isEqualTo(true);
    assertThat(part.get("user")).isEqualTo("10001:10001");
    assertThat(part.get("cap_drop")).isEqualTo(List.of("ALL"));
    assertThat(file.services().values())
        .anySatisfy(service -> assertThat(service.variables()).containsEntry(setting, address));
  }

  private static Map<String, Map<String, Object>> localStack() throws IOException {
    Map<String, Object> yaml =
        ComposeFile.yaml(Files.readString(ComposeFile.MODULE.resolve("compose.local-stack.yaml")));
    Map<String, Map<String, Object>> services = new HashMap<>();
    ((Map<?, ?>) yaml.get("services"))
        .forEach((name, service) -> {
          Map<String, Object> keys = new HashMap<>();
          ((Map<?, ?>) service).forEach((key, value) -> keys.put((String) key, value));
          services.put((String) name, keys);
        });
    return services;
  }

  /** The script that pins digests takes them from the engine and ends where there is none. */
  @Test
  void digestsAreTakenFromTheRegistryOrNotAtAll() throws Exception {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);

    assertThat(pin("printf '%s\\n' \"x@" + digest + "\"")).isZero();
    Path pinned = ComposeFile.MODULE.resolve("target/pin/.env.pinned");
    assertThat(Files.readString(pinned))
        .contains("POSTGRES_IMAGE=postgres:18@" + digest, "POSTGRES_PORT=15432");
    Files.delete(pinned);

    assertThat(pin("true")).isNotZero();
    assertThat(pinned).doesNotExist();
  }

  /** Runs the script with a docker that answers an inspection as told. */
  private static int pin(String inspect) throws Exception {
    Path folder = Files.createDirectories(ComposeFile.MODULE.resolve("target/pin"));
    for (String name : List.of("pin", ".env")) {
      Files.write(folder.resolve(name), Files.readAllBytes(ComposeFile.MODULE.resolve(name)));
    }
    Path docker = folder.resolve("docker");
    Files.writeString(docker, "#!/bin/sh\n[ \"$1\" = image ] || exit 0\n" + inspect + "\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", folder.resolve("pin").toString());
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Test
  void prometheusReadsTheMetricsOfAllServices() throws IOException {
    Map<String, Object> configuration =
        ComposeFile.yaml(Files.readString(ComposeFile.MODULE.resolve("prometheus/prometheus.yml")));
    String targets = configuration.get("scrape_configs").toString();

    for (String service : SERVICES) {
      String port = file.services().get(service).ports().getFirst().replaceAll(".*:", "");
      assertThat(targets)
          .contains("targets=[" + service + ":" + port + "], labels={service=" + service + "}");
    }
  }
}
