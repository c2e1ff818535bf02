package io.penstock.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The chart of this module, rendered by Helm. */
final class Chart {
  /**
   * Helm's library leaves hooks out of what it renders. The tests look at a copy in which the
   * annotation that makes a hook has this name.
   */
  static final String HOOK = "test/hook";

  /** The folder of the module. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  static final Path CHECKOUT = MODULE.getParent().getParent();
  static final Path FOLDER = MODULE.resolve("penstock");
  static final Path EXAMPLES = MODULE.resolve("examples");

  /** What {@code helm install} is given in each worked example, in order. */
  static final Map<String, List<String>> EXAMPLE_VALUES =
      Map.of(
          "dev",
          List.of("values-dev.yaml"),
          "production",
          List.of("values-production.yaml"),
          "strimzi",
          List.of("values-dev.yaml", "strimzi/values.yaml"),
          "cloudnative-pg",
          List.of("values-dev.yaml", "cloudnative-pg/values.yaml"),
          "temporal",
          List.of("values-dev.yaml", "temporal/values.yaml"),
          "s3",
          List.of("values-dev.yaml", "s3/values.yaml"),
          "everything",
          List.of(
              "values-production.yaml",
              "strimzi/values.yaml",
              "cloudnative-pg/values.yaml",
              "temporal/values.yaml",
              "s3/values.yaml"));

  /** The oldest that the chart is for. */
  private static final String KUBERNETES = "1.30.0";

  private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();
  private static final Path WITHOUT_HOOKS = copyWithoutHooks();

  private Chart() {}

  /** The manifests of one of the examples. */
  static Manifests example(String name) {
    return RENDERED.computeIfAbsent(name, key -> render(EXAMPLE_VALUES.get(key), Map.of()));
  }

  /**
   * The manifests for values files of the examples and single values.
   *
   * @throws IllegalStateException with Helm's words, if it refuses
   */
  static Manifests render(List<String> files, Map<String, String> values) {
    TemplateCommand command =
        new Helm(WITHOUT_HOOKS)
            .template()
            .withName("release")
            .withNamespace("data")
            .withKubeVersion(KUBERNETES);
    files.forEach(file -> command.withValuesFile(EXAMPLES.resolve(file)));
    values.forEach(command::set);
    return Manifests.of(command.call());
  }

  /** What {@code helm lint --strict} says of the chart with the values of an example. */
  static LintResult lint(String example) {
    // Helm's library lints with the chart's own values: those of the example take their place.
    Path copy = copy("lint-" + example);
    try {
      Files.writeString(
          copy.resolve("values.yaml"),
          Yaml.merged(
              Stream.concat(
                      Stream.of(FOLDER.resolve("values.yaml")),
                      EXAMPLE_VALUES.get(example).stream().map(EXAMPLES::resolve))
                  .toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Helm(copy).lint().strict().call();
  }

  private static Path copyWithoutHooks() {
    Path copy = copy("without-hooks");
    try (Stream<Path> templates = Files.list(copy.resolve("templates"))) {
      for (Path template : templates.toList()) {
        Files.writeString(
            template, Files.readString(template).replace("helm.sh/hook:", HOOK + ":"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  private static Path copy(String name) {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      // A chart's folder has its name.
      Path copy =
          Files.createDirectories(MODULE.resolve("target/charts").resolve(name))
              .resolve("penstock");
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(FOLDER.relativize(file));
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(file));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all examples. */
  static List<String> examples() {
    String[] names = EXAMPLE_VALUES.keySet().toArray(String[]::new);
    Arrays.sort(names);
    return List.of(names);
  }
}
