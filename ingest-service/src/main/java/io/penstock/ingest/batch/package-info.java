/** Batches: the records of one topic-partition between two positions, counted and written. */
@NullMarked
package io.penstock.ingest.batch;

import org.jspecify.annotations.NullMarked;
