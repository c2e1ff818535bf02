/** The objects that the catalog refers to. */
@NullMarked
package io.penstock.catalog.object;

import org.jspecify.annotations.NullMarked;
