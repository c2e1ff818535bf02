/** Expectations about each value of a column. */
@NullMarked
package io.penstock.checkpoint.expectation.map;

import org.jspecify.annotations.NullMarked;
