/** Expectations about a column as a whole. */
@NullMarked
package io.penstock.checkpoint.expectation.aggregate;

import org.jspecify.annotations.NullMarked;
