package io.penstock.contracts.dataset;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.BuildLedger;

/**
 * The account of one window of a version.
 *
 * @param window the window
 * @param buildId the build that made it
 * @param through the build saw the batches of its source up to this seq
 * @param ledger its account
 */
public record VersionLedger(Window window, BuildId buildId, long through, BuildLedger ledger) {}
