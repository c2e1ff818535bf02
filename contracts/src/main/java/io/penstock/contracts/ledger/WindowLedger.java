package io.penstock.contracts.ledger;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;
import java.util.Optional;

/**
 * The account of a window of a pipeline: what its live build saw, and the rows that came after it.
 *
 * @param window the window
 * @param through the live build saw batches up to this seq; absent if the window is not published
 * @param live the live build's account; absent likewise
 * @param pending rows that wait for a build
 * @param late rows that came after the first publication and are kept out of the window: by the
 *     pipeline's late policy, or because retention deleted them while that policy left them out
 */
public record WindowLedger(
    Window window,
    Optional<Long> through,
    Optional<BuildLedger> live,
    Fingerprint pending,
    Fingerprint late) {}
