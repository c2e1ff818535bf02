package io.penstock.cli.catalog;

import io.penstock.cli.system.Part;
import io.penstock.cli.system.SystemOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that asks the catalog takes. */
public final class CatalogOptions {
  @Mixin private SystemOptions system;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  /** A client of the catalog of the chosen system. */
  public CatalogClient client() {
    return new CatalogClient(system.url(Part.CATALOG));
  }

  public SystemOptions system() {
    return system;
  }

  public boolean json() {
    return json;
  }
}
