package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts everything and leaves it running. */
@Command(
    name = "up",
    description = {
      "Starts the local stack and the five services, and leaves them running.",
      "What is configured elsewhere (KAFKA_BOOTSTRAP_SERVERS, PENSTOCK_POSTGRES_JDBC_URL, PENSTOCK_S3_ENDPOINT, TEMPORAL_ADDRESS) is used instead of the local part."
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin private SystemOptions options;

  @Override
  public Integer call() {
    LocalSystem system = new LocalSystem(options, Console.standard());
    // Ctrl-C while things start must not leave half of them behind.
    try (var _ = new StopOnInterrupt(system)) {
      system.up();
    } catch (RuntimeException e) {
      system.down();
      throw e;
    }
    Console.standard()
        .line("Catalog API: " + options.url(Part.CATALOG) + "/q/openapi   Stop: ./penstock down");
    return 0;
  }
}
