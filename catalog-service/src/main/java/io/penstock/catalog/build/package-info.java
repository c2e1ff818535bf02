/** Builds and how they end. */
@NullMarked
package io.penstock.catalog.build;

import org.jspecify.annotations.NullMarked;
