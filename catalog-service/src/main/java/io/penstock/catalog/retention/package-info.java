/** Forgets raw batches and quarantined rows by age. */
@NullMarked
package io.penstock.catalog.retention;

import org.jspecify.annotations.NullMarked;
