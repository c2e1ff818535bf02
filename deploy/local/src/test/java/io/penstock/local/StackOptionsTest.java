package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackOptionsTest {

  @Test
  void defaults() throws Exception {
    StackOptions options = StackOptions.parse(List.of("--data-dir", "/data"), Map.of());
    assertThat(options.dataDir()).isEqualTo(Path.of("/data"));
    assertThat(options.cacheDir()).isEqualTo(Path.of("/data/cache"));
    assertThat(options.parts())
        .containsExactly(PartName.KAFKA, PartName.POSTGRES, PartName.S3, PartName.TEMPORAL);
    assertThat(options.port(PartName.KAFKA)).isEqualTo(19092);
    assertThat(options.port(PartName.POSTGRES)).isEqualTo(15432);
    assertThat(options.port(PartName.S3)).isEqualTo(19000);
    assertThat(options.port(PartName.TEMPORAL)).isEqualTo(17233);
    assertThat(options.parent()).isEmpty();
    assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.reach()).isEqualTo(Reach.loopback());
  }

  @Test
  void everyOption() throws Exception {
    List<String> args =
        List.of(
            "--data-dir",
            "/data",
            "--cache-dir",
            "/cache",
            "--parts",
            "kafka, s3",
            "--kafka-port",
            "1",
            "--postgres-port",
            "2",
            "--s3-port",
            "3",
            "--temporal-port",
            "4",
            "--exit-with-parent",
            "77",
            "--start-timeout",
            "PT5S",
            "--host",
            "kafka",
            "--kafka-outside",
            "5:6");
    StackOptions options = StackOptions.parse(args, Map.of());
    assertThat(options.cacheDir()).isEqualTo(Path.of("/cache"));
    assertThat(options.parts()).containsExactly(PartName.KAFKA, PartName.S3);
    assertThat(options.ports())
        .isEqualTo(
            Map.of(PartName.KAFKA, 1, PartName.POSTGRES, 2, PartName.S3, 3, PartName.TEMPORAL, 4));
    assertThat(options.parent()).isEqualTo(OptionalLong.of(77));
    assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.reach())
        .isEqualTo(Reach.everywhere("kafka", Optional.of(new Reach.Published(5, 6))));
  }

  @Test
  void theCommandLineWinsOverTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of("PENSTOCK_LOCAL_KAFKA_PORT", "1111", "PENSTOCK_LOCAL_S3_PORT", "2222");
    StackOptions options =
        StackOptions.parse(List.of("--data-dir", "/data", "--s3-port", "3333"), environment);
    assertThat(options.port(PartName.KAFKA)).isEqualTo(1111);
    assertThat(options.port(PartName.S3)).isEqualTo(3333);
  }

  @ParameterizedTest
  @CsvSource({
    "--data-dir,                        no value for",
    "--s3-port 19000,                   --data-dir is missing",
    "--data-dir /d --color yes,         unknown option --color",
    "--data-dir /d --s3-port many,      --s3-port: 'many' is no number from 0 to 65535",
    "--data-dir /d --s3-port 65536,     --s3-port: '65536' is no number from 0 to 65535",
    "--data-dir /d --parts kafka;redis, there is no part 'redis'",
    "--data-dir /d --kafka-outside 1:2, --kafka-outside needs --host",
    "--data-dir /d --host h --kafka-outside 1, --kafka-outside: '1' is no pair of ports like 19092:9094",
    "--data-dir /d --start-timeout 5,   --start-timeout: '5' is no positive duration like PT60S",
  })
  void aBadCommandLineIsExplained(String commandLine, String message) {
    List<String> args =
        List.of(commandLine.strip().split(" ")).stream().map(a -> a.replace(';', ',')).toList();
    assertThatThrownBy(() -> StackOptions.parse(args, Map.of()))
        .isInstanceOf(StackProblem.class)
        .hasMessageContaining(message)
        .hasMessageContaining("usage:");
  }
}
