/** Ingest: from Kafka records to raw batches. */
@NullMarked
package io.penstock.ingest;

import org.jspecify.annotations.NullMarked;
