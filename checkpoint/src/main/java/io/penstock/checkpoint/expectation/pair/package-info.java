/** Expectations about the values of two columns in a row. */
@NullMarked
package io.penstock.checkpoint.expectation.pair;

import org.jspecify.annotations.NullMarked;
