package io.penstock.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.penstock.cli.system.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the doctor says of a service that answers as told. */
class ExaminationTest {
  private HttpServer server;
  private URI address;
  private int status = 200;
  private String ready = "{\"status\": \"UP\", \"checks\": []}";
  private String metrics = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/q/health/ready", () -> ready);
    serve("/q/metrics", () -> metrics);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void serve(String path, java.util.function.Supplier<String> body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(path.endsWith("ready") ? status : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private List<Finding> findings(Part part) {
    return new Examination(part, address).findings();
  }

  @Test
  void aReadyServiceIsGood() {
    assertThat(findings(Part.WORKFLOW))
        .containsExactly(Finding.good("workflow", "ready at " + address));
  }

  @Test
  void aServiceThatLacksAPartSaysWhich() {
    status = 503;
    ready =
        """
        {"status": "DOWN", "checks": [
          {"name": "s3", "status": "DOWN", "data": {"state": "store-unavailable"}},
          {"name": "kafka", "status": "UP"}]}
        """;

    assertThat(findings(Part.INGEST))
        .containsExactly(
            Finding.problem(
                "ingest-service",
                "not ready: s3 (store-unavailable)",
                "see to the part that is named; the service goes on by itself once it answers"));
  }

  @Test
  void aServiceThatIsNotThereIsAProblem() {
    server.stop(0);

    assertThat(findings(Part.CATALOG))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
          assertThat(finding.words()).isEqualTo("does not answer");
          assertThat(finding.advice()).contains("may this machine reach " + address);
        });
  }

  @Test
  void lostRecordsAreAProblemUntilTheyAreAcknowledged() {
    metrics =
        """
        # TYPE penstock_catalog_losses gauge
        penstock_catalog_losses{source="flights"} 2.0
        penstock_catalog_events_oldest_seconds 300.0
        """;

    assertThat(findings(Part.CATALOG))
        .contains(
            Finding.problem(
                "catalog-service",
                "Kafka lost records of source flights before they were landed: 2 topic-partitions stand still",
                "look at " + address + "/api/v1/sources/flights/losses, then acknowledge"))
        .anySatisfy(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
          assertThat(finding.words()).isEqualTo("events have waited 300 s for Kafka");
        });
  }

  @Test
  void theLagIsSummedBySource() {
    metrics =
        """
        penstock_ingest_lag{source="flights",x="1"} 1200.0
        penstock_ingest_lag{source="flights",x="2"} 34.0
        """;

    assertThat(findings(Part.INGEST))
        .contains(Finding.good("ingest-service", "source flights: 1,234 records not landed yet"));
  }

  @Test
  void busyWorkersAndAFullHeapAreWarnings() {
    metrics =
        """
        temporal_worker_task_slots_available{worker_type="ActivityWorker"} 0.0
        temporal_worker_task_slots_available{worker_type="LocalActivityWorker"} 5.0
        jvm_memory_used_bytes{area="heap",id="a"} 60.0
        jvm_memory_used_bytes{area="heap",id="b"} 37.0
        jvm_memory_max_bytes{area="heap",id="b"} 100.0
        """;

    assertThat(findings(Part.TRANSFORM))
        .extracting(Finding::words)
        .containsExactly(
            "ready at " + address, "all its workers are busy", "its Java heap is nearly full");
  }

  @Test
  void theCommandFailsIfSomethingStandsStill() {
    CommandLine command =
        new CommandLine(new DoctorCommand()).setCaseInsensitiveEnumValuesAllowed(true);

    assertThat(command.execute("--url", "catalog=" + address)).isZero();
    status = 503;
    assertThat(command.execute("--url", "catalog=" + address)).isEqualTo(1);
  }
}
