/** Quarantined rows, and how they come back. */
@NullMarked
package io.penstock.catalog.quarantine;

import org.jspecify.annotations.NullMarked;
