package io.penstock.contracts.pipeline;

import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.id.SuiteName;
import java.util.Optional;

/**
 * The suites that gate a pipeline, by the file they are written in, such as {@code
 * suites/flights.json}.
 *
 * @param conformed suite for the conformed rows
 * @param output suite for the files to be published
 */
public record ChecksSpec(Optional<String> conformed, Optional<String> output) {
  /** The name under which the catalog keeps the suite of a checkpoint: the stem of its file. */
  public Optional<SuiteName> suite(CheckpointName checkpoint) {
    Optional<String> file =
        switch (checkpoint) {
          case CONFORMED -> conformed;
          case OUTPUT -> output;
        };
    return file.map(ChecksSpec::suiteName);
  }

  private static SuiteName suiteName(String file) {
    String last = file.substring(file.lastIndexOf('/') + 1);
    return new SuiteName(last.endsWith(".json") ? last.substring(0, last.length() - 5) : last);
  }
}
