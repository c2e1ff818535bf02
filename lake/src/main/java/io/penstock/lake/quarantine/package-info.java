/** Objects of quarantined rows. */
@NullMarked
package io.penstock.lake.quarantine;

import org.jspecify.annotations.NullMarked;
