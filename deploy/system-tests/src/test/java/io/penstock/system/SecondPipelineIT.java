package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.dataset.VersionDescription;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is landed serves more than one pipeline. */
class SecondPipelineIT {
  private static SystemUnderTest system;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.shared();
  }

  @Test
  void otherWindowsOverARunningSourceHoldEveryRow() {
    List<byte[]> events = Flights.days(system, 3);
    List<byte[]> first = events.subList(0, events.size() / 2);
    try (Flights daily = new Flights(system, "daily")) {
      daily.produce(first);
      daily.awaitLanded(first.size());
      String shifts = daily.name() + "-shifts";

      daily.register(shifts, yaml -> yaml.replace("size: P1D", "size: PT6H"));
      daily.produceAll(events);
      VersionDescription days = daily.awaitPublished(events.size());

      await("every shift is published with all its rows")
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(300))
          .untilAsserted(() -> {
            List<WindowDescription> windows =
                system.catalog().list(WindowDescription.class, "pipelines/%s/windows", shifts);
            assertThat(windows)
                .hasSizeGreaterThan(3)
                .allSatisfy(window -> assertThat(window.state()).isEqualTo(WindowState.PUBLISHED));
            assertThat(windows.stream().mapToLong(window -> window.windowed().count()).sum())
                .isEqualTo(events.size());
          });
      VersionDescription version =
          system.catalog().get(VersionDescription.class, "datasets/%s/versions/latest", shifts);
      assertThat(version.rows()).isEqualTo(events.size());
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(version.ledger().windowed()).isEqualTo(days.ledger().windowed());
      assertThat(daily.ledger().windowed()).containsOnlyKeys("PT24H@UTC", "PT6H@UTC");
      assertThat(daily.ledger().balanced()).isTrue();
      Flights.assertAudited(system);
    }
  }
}
