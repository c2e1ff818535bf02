package io.penstock.contracts.source;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;

/** The rows of one window in one batch, by the fingerprint of their origins. */
public record WindowCount(Window window, Fingerprint rows) {}
