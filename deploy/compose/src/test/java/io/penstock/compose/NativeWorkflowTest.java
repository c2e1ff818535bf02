package io.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workflow that builds native binaries, which runs on machines that have GraalVM. */
class NativeWorkflowTest {
  private static final List<String> MODULES =
      List.of(
          "catalog-service",
          "ingest-service",
          "validation-service",
          "transform-service",
          "workflow");

  private final Map<String, Object> workflow = read();

  @Test
  void itBuildsEveryServiceUpToTheCompilerAndWithIt() {
    assertThat(jobs().keySet()).containsExactlyInAnyOrder("sources", "binaries");
    jobs()
        .forEach((name, job) ->
            assertThat(text(job)).as(name).contains("-Pnative", String.join(",", MODULES)));
    assertThat(text(jobs().get("sources"))).contains("quarkus.native.sources-only=true");
    assertThat(text(jobs().get("binaries"))).doesNotContain("sources-only");
  }

  @Test
  void whatItNamesIsThere() throws IOException {
    String all = text(workflow);

    assertThat(ComposeFile.CHECKOUT.resolve("deploy/images/Dockerfile.native")).isRegularFile();
    assertThat(all).contains("deploy/images/Dockerfile.native", "-Dservices=native");
    assertThat(
            ComposeFile.CHECKOUT.resolve(
                "deploy/system-tests/src/test/java/io/penstock/system/PublishIT.java"))
        .content()
        .contains("everyRowIsPublishedOnce");
    assertThat(ComposeFile.CHECKOUT.resolve("platform/pom.xml"))
        .content()
        .contains("<id>native</id>");
  }

  @Test
  void everyActionIsPinnedAndTheTokenReadsOnly() {
    assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
    assertThat(Pattern.compile("uses=([^,}]+)").matcher(text(workflow)).results())
        .isNotEmpty()
        .allSatisfy(action -> assertThat(action.group(1)).matches("[a-z-]+/[a-z-]+@v[0-9]+"));
  }

  private Map<String, Object> jobs() {
    return map(workflow.get("jobs"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static Map<String, Object> read() {
    try {
      return ComposeFile.yaml(
          Files.readString(ComposeFile.CHECKOUT.resolve(".github/workflows/native.yml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
