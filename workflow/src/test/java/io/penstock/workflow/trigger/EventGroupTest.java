package io.penstock.workflow.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.id.SourceName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Two kinds of consumers in one group would share topics that only one of them reads. */
class EventGroupTest {
  @Test
  void noSourceCanHaveTheConsumerGroupOfThisService() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
      settings.load(in);
    }

    assertThat(new SourceName("workflow").consumerGroup()).isEqualTo("penstock-workflow");
    assertThat(settings.getProperty("mp.messaging.incoming.penstock-events.group.id"))
        .isNotBlank()
        .doesNotStartWith("penstock-");
  }
}
