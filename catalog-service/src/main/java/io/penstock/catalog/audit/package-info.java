/** Asserts the invariants of the catalog, apart from the code that keeps them. */
@NullMarked
package io.penstock.catalog.audit;

import org.jspecify.annotations.NullMarked;
