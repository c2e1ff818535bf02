package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aChosenPortIsNotChosenAgainBeforeItIsBound() throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ports.add(Ports.anyFree());
    }

    assertThat(ports).doesNotHaveDuplicates();
  }
}
