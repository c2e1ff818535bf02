/** An object store for unit tests. */
@NullMarked
package io.penstock.catalog.store;

import org.jspecify.annotations.NullMarked;
