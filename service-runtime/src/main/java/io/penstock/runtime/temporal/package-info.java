/** Temporal's client and workers. */
@NullMarked
package io.penstock.runtime.temporal;

import org.jspecify.annotations.NullMarked;
