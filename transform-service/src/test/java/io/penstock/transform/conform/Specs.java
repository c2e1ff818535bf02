package io.penstock.transform.conform;

import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.transform.LocalBuild;

/** Pipelines of flights, as their tests need them. */
final class Specs {
  static final PipelineSpec FLIGHTS =
      spec("fields: {date: string, delay: int, origin: string?}", "");

  private Specs() {}

  /** A pipeline with one schema version, as YAML, and more lines at its top level. */
  static PipelineSpec spec(String version, String more) {
    return specOf("    - version: 1\n      " + version, more);
  }

  static PipelineSpec specOf(String versions, String more) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: flights
        source: {topic: flights, eventTime: {field: date}}
        key: [date]
        window: {size: P1D}
        dataset: {name: flights}
        %s
        schema:
        %s
        """
            .formatted(
                more, versions.startsWith("  fields") ? versions : "  versions:\n" + versions));
  }
}
