/** Parquet files whose bytes depend on their rows alone. */
@NullMarked
package io.penstock.lake.parquet;

import org.jspecify.annotations.NullMarked;
