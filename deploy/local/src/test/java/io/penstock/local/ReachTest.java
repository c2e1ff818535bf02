package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachTest {

  @Test
  void onAMachineOfOnesOwnEverythingIsOnLoopback() {
    Reach reach = Reach.loopback();
    assertThat(reach.bind()).isEqualTo("127.0.0.1");
    assertThat(reach.address(19092)).isEqualTo("127.0.0.1:19092");
    assertThat(KafkaPart.listeners(19092, 20001, reach))
        .containsAllEntriesOf(
            Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:20001",
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:19092"));
  }

  @Test
  void inAContainerKafkaIsReachedFromInsideAndOutside() {
    Reach reach = Reach.everywhere("kafka", Optional.of(new Reach.Published(19592, 19092)));
    assertThat(reach.bind()).isEqualTo("0.0.0.0");
    assertThat(KafkaPart.listeners(9092, 20001, reach))
        .containsAllEntriesOf(
            Map.of(
                "listeners",
                "PLAINTEXT://0.0.0.0:9092,OUTSIDE://0.0.0.0:19092,CONTROLLER://127.0.0.1:20001",
                "advertised.listeners",
                "PLAINTEXT://kafka:9092,OUTSIDE://127.0.0.1:19592"));
  }

  @Test
  void loopbackIsNotPublished() {
    assertThatThrownBy(
            () -> new Reach("127.0.0.1", false, Optional.of(new Reach.Published(19592, 19092))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
