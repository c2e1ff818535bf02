/** Rows that failed: where they stand, what they broke, and how they come back. */
@NullMarked
package io.penstock.contracts.quarantine;

import org.jspecify.annotations.NullMarked;
