/** Landed batches: the compare-and-set that makes landing exactly-once. */
@NullMarked
package io.penstock.catalog.batch;

import org.jspecify.annotations.NullMarked;
