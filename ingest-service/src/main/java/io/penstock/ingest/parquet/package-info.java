/**
 * Writes Parquet files row by row, with what landing needs of the format: pages are encoded and
 * compressed while rows come, so that a batch that fills takes little memory.
 */
@NullMarked
package io.penstock.ingest.parquet;

import org.jspecify.annotations.NullMarked;
