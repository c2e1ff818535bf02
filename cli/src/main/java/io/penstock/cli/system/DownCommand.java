package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything; the data stays. */
@Command(
    name = "down",
    description = "Stops everything that 'up' or 'demo --keep' started. The data stays.")
public final class DownCommand implements Callable<Integer> {
  @Mixin private SystemOptions options;

  @Override
  public Integer call() {
    new LocalSystem(options, Console.standard()).down();
    return 0;
  }
}
