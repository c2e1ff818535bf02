/** The state of the catalog as metrics. */
@NullMarked
package io.penstock.catalog.metrics;

import org.jspecify.annotations.NullMarked;
