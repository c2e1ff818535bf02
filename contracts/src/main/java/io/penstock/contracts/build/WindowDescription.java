package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.WindowLedger;
import java.util.Optional;

/**
 * A window of a pipeline that has rows.
 *
 * @param windowed all its rows so far
 * @param live the build that is published
 * @param latest the latest build, whatever its state
 * @param ledger its account
 */
public record WindowDescription(
    Window window,
    WindowState state,
    Fingerprint windowed,
    Optional<BuildId> live,
    Optional<BuildId> latest,
    WindowLedger ledger) {}
