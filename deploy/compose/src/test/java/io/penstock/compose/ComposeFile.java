package io.penstock.compose;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * compose.yaml with the values of .env. A key that the Compose specification does not have, or that
 * this project has no use for, is an error.
 */
record ComposeFile(Map<String, Service> services, Map<String, Object> volumes) {
  static final Path MODULE = Path.of("").toAbsolutePath();
  static final Path CHECKOUT = MODULE.getParent().getParent();

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  record Service(
      String image,
      String restart,
      @JsonProperty("read_only") boolean readOnly,
      String user,
      @JsonProperty("cap_drop") List<String> capDrop,
      @JsonProperty("security_opt") List<String> securityOpt,
      List<String> tmpfs,
      @JsonProperty("stop_grace_period") String stopGracePeriod,
      @JsonProperty("mem_limit") String memLimit,
      List<String> entrypoint,
      List<String> command,
      Map<String, String> environment,
      List<String> ports,
      List<String> volumes,
      @JsonProperty("depends_on") Map<String, Dependency> dependsOn,
      Healthcheck healthcheck) {
    Map<String, Dependency> dependencies() {
      return dependsOn == null ? Map.of() : dependsOn;
    }

    Map<String, String> variables() {
      return environment == null ? Map.of() : environment;
    }

    Optional<Healthcheck> health() {
      return Optional.ofNullable(healthcheck);
    }
  }

  record Dependency(String condition) {}

  record Healthcheck(List<String> test, String interval, String timeout, int retries) {}

  static ComposeFile read() {
    try {
      Map<String, Object> file =
          yaml(substituted(Files.readString(MODULE.resolve("compose.yaml"))));
      file.keySet().removeIf(key -> key.startsWith("x-"));
      return STRICT.convertValue(file, ComposeFile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YAML with anchors and merges, in which no key stands twice. */
  static Map<String, Object> yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(text);
  }

  static Map<String, String> variables() {
    try (var reader = Files.newBufferedReader(MODULE.resolve(".env"))) {
      Properties properties = new Properties();
      properties.load(reader);
      Map<String, String> variables = new TreeMap<>();
      properties.forEach((name, value) -> variables.put((String) name, (String) value));
      return variables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String substituted(String text) {
    Map<String, String> variables = variables();
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(match -> {
      String value = variables.get(match.group(1));
      if (value == null) {
        throw new AssertionError(match.group(1) + " is not in .env");
      }
      return Matcher.quoteReplacement(value);
    });
  }
}
