package io.penstock.contracts.dataset;

import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;

/** A data file of a version, and the build that made it. */
public record VersionFile(Window window, BuildId buildId, OutputFile file) {}
