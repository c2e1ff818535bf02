package io.penstock.cli;

import io.penstock.cli.check.CheckCommand;
import io.penstock.cli.check.ProfileCommand;
import io.penstock.cli.console.Console;
import io.penstock.cli.dataset.CheckpointsCommand;
import io.penstock.cli.dataset.DatasetsCommand;
import io.penstock.cli.dataset.HeadCommand;
import io.penstock.cli.dataset.LedgerCommand;
import io.penstock.cli.dataset.TagCommand;
import io.penstock.cli.dataset.VerifyCommand;
import io.penstock.cli.dataset.VersionsCommand;
import io.penstock.cli.demo.DemoCommand;
import io.penstock.cli.doctor.DoctorCommand;
import io.penstock.cli.event.CompleteCommand;
import io.penstock.cli.event.ProduceCommand;
import io.penstock.cli.pipeline.ApplyCommand;
import io.penstock.cli.pipeline.BuildCommand;
import io.penstock.cli.pipeline.PipelinesCommand;
import io.penstock.cli.pipeline.SuitesCommand;
import io.penstock.cli.pipeline.WindowsCommand;
import io.penstock.cli.quarantine.QuarantineCommand;
import io.penstock.cli.quarantine.ReplayCommand;
import io.penstock.cli.source.LossesCommand;
import io.penstock.cli.system.CleanCommand;
import io.penstock.cli.system.DownCommand;
import io.penstock.cli.system.LogsCommand;
import io.penstock.cli.system.StatusCommand;
import io.penstock.cli.system.UpCommand;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Exit codes: 0 done, 1 it could not be done as asked (a rejected build, an
 * unbalanced ledger, something is down), 2 the command, its input or its environment is wrong.
 */
@Command(
    name = "penstock",
    description = "The gate between event streams and models.",
    mixinStandardHelpOptions = true,
    versionProvider = Penstock.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "'penstock test' runs every test of a checkout; 'penstock bench' measures a whole system.",
      "Exit codes: 0 done, 1 not done as asked, 2 wrong command, input or environment.",
      "NO_COLOR switches colours off."
    },
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      LogsCommand.class,
      CleanCommand.class,
      ApplyCommand.class,
      PipelinesCommand.class,
      WindowsCommand.class,
      BuildCommand.class,
      QuarantineCommand.class,
      ReplayCommand.class,
      ProduceCommand.class,
      CompleteCommand.class,
      CheckCommand.class,
      ProfileCommand.class,
      SuitesCommand.class,
      LossesCommand.class,
      DatasetsCommand.class,
      VersionsCommand.class,
      CheckpointsCommand.class,
      LedgerCommand.class,
      HeadCommand.class,
      VerifyCommand.class,
      TagCommand.class,
      AutoComplete.GenerateCompletion.class,
    })
public final class Penstock {
  private static final int NOT_DONE = 1;
  private static final int WRONG = 2;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Numbers look the same on every machine, so that output can be compared.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Penstock());
    line.getSubcommands().values().forEach(Penstock::addHelp);
    line.setExecutionExceptionHandler(Penstock::explain);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    return line;
  }

  private static void addHelp(CommandLine command) {
    if (!command.getMixins().containsKey("mixinStandardHelpOptions")) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(Penstock::addHelp);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (failure instanceof PenstockException known) {
      Console.standard().error(known.getMessage());
      return known.kind() == FailureKind.USER ? WRONG : NOT_DONE;
    }
    throw failure;
  }

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Penstock.class.getResourceAsStream("version.properties")) {
        properties.load(Objects.requireNonNull(in));
      }
      return new String[] {
        "penstock " + properties.getProperty("version"),
        "Java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
