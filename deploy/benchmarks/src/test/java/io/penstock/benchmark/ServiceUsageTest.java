package io.penstock.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceUsageTest {
  @Test
  void theMostMemoryIsThePeakAndNotTheVirtualOrPresentSize() {
    assertThat(
            ServiceUsage.peak(
                List.of(
                    "Name:\tjava",
                    "VmPeak:\t 5119016 kB",
                    "VmHWM:\t  303104 kB",
                    "VmRSS:\t  299008 kB")))
        .contains(310_378_496L);
  }

  @Test
  void theMemoryNowIsThatWhichIsResident() {
    assertThat(ServiceUsage.resident(List.of("VmHWM:\t  303104 kB", "VmRSS:\t  299008 kB")))
        .contains(306_184_192L);
  }

  @Test
  void aMachineThatDoesNotTellIsNotGuessedAt() {
    assertThat(ServiceUsage.peak(List.of("Name:\tjava"))).isEmpty();
  }
}
