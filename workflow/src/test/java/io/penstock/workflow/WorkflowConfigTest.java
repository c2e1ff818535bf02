package io.penstock.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowConfigTest {

  @Test
  void defaults() {
    WorkflowConfig config = read(Map.of());
    assertThat(config.reconcileInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.windowsPerBuild()).isEqualTo(100);
    assertThat(config.windowsInParallel()).isEqualTo(4);
    assertThat(config.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.stepTimeout()).isEqualTo(Duration.ofHours(2));
    assertThat(config.idleCheck()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.adoptChanges()).isTrue();
  }

  @Test
  void keys() {
    WorkflowConfig config =
        read(
            Map.of(
                "penstock.workflow.reconcile-interval", "PT1S",
                "penstock.workflow.windows-per-build", "7",
                "penstock.workflow.windows-in-parallel", "3",
                "penstock.workflow.heartbeat-timeout", "PT4S",
                "penstock.workflow.step-timeout", "PT5M",
                "penstock.workflow.idle-check", "PT6M",
                "penstock.workflow.adopt-changes", "false"));
    assertThat(config.reconcileInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.windowsPerBuild()).isEqualTo(7);
    assertThat(config.windowsInParallel()).isEqualTo(3);
    assertThat(config.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.stepTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.idleCheck()).isEqualTo(Duration.ofMinutes(6));
    assertThat(config.adoptChanges()).isFalse();
  }

  private static WorkflowConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(WorkflowConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withConverter(Duration.class, 100, Duration::parse)
        .build()
        .getConfigMapping(WorkflowConfig.class);
  }
}
