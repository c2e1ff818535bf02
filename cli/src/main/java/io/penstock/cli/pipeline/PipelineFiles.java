package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline's YAML and the suites that stand beside it.
 *
 * @param yaml the text of the spec
 * @param spec what it says
 * @param suites the JSON text of each suite
 */
public record PipelineFiles(String yaml, PipelineSpec spec, Map<SuiteName, String> suites) {
  /** Reads a spec and its suites; what is wrong with the spec is said with the file's name. */
  public static PipelineFiles read(Path file) {
    String yaml = text(file, "pipeline");
    PipelineSpec spec;
    try {
      spec = PipelineSpecParser.parse(yaml);
    } catch (PenstockException e) {
      throw PenstockException.user(e.code(), file + "\n" + e.getMessage(), e);
    }
    Map<SuiteName, String> suites = new LinkedHashMap<>();
    for (CheckpointName checkpoint : CheckpointName.values()) {
      Optional<String> relative =
          switch (checkpoint) {
            case CONFORMED -> spec.checks().conformed();
            case OUTPUT -> spec.checks().output();
          };
      relative.ifPresent(path ->
          suites.put(
              spec.checks().suite(checkpoint).orElseThrow(),
              text(file.resolveSibling(path), checkpoint.text() + " suite")));
    }
    return new PipelineFiles(yaml, spec, suites);
  }

  /** Registers the suites, then the pipeline. */
  public PipelineDescription register(CatalogClient catalog) {
    suites.forEach((name, json) ->
        catalog.put(SuiteDescription.class, json, "application/json", "suites/%s", name));
    return catalog.put(
        PipelineDescription.class, yaml, "application/yaml", "pipelines/%s", spec.name());
  }

  private static String text(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw PenstockException.user(
          "no-file", "the %s %s cannot be read: %s".formatted(what, file, e.getMessage()), e);
    }
  }
}
