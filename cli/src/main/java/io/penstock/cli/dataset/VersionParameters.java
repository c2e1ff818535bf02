package io.penstock.cli.dataset;

import picocli.CommandLine.Parameters;

/** A version, as commands name it. */
final class VersionParameters {
  @Parameters(index = "0", paramLabel = "DATASET", description = "Name of the dataset.")
  private String dataset;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "latest",
      paramLabel = "VERSION",
      description = "A number, a tag or latest (default).")
  private String version;

  String dataset() {
    return dataset;
  }

  /** A number, a tag or {@code latest}. */
  String version() {
    return version;
  }
}
