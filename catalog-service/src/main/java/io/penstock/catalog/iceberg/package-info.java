/**
 * The Iceberg tables behind datasets: metadata is written to the object store first, and becomes
 * visible when the catalog moves the dataset's pointer to it.
 */
@NullMarked
package io.penstock.catalog.iceberg;

import org.jspecify.annotations.NullMarked;
