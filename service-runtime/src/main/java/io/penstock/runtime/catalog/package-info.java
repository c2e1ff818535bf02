/** The catalog as the other services call it. */
@NullMarked
package io.penstock.runtime.catalog;

import org.jspecify.annotations.NullMarked;
