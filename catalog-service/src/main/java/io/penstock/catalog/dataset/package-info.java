/** Datasets. */
@NullMarked
package io.penstock.catalog.dataset;

import org.jspecify.annotations.NullMarked;
