/** Quarantined rows, and how they come back. */
@NullMarked
package io.penstock.cli.quarantine;

import org.jspecify.annotations.NullMarked;
