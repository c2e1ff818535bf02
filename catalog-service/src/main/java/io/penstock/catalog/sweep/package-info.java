/** Finds objects that nothing refers to, and deletes them. */
@NullMarked
package io.penstock.catalog.sweep;

import org.jspecify.annotations.NullMarked;
