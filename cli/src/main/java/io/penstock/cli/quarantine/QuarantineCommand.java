package io.penstock.cli.quarantine;

import picocli.CommandLine.Command;

/** Looks at quarantined rows. */
@Command(
    name = "quarantine",
    description = "Looks at the rows that failed: where they come from and what they broke.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {QuarantineListCommand.class, QuarantineShowCommand.class})
public final class QuarantineCommand {}
