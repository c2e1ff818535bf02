/** Expectations about the values of several columns in a row. */
@NullMarked
package io.penstock.checkpoint.expectation.multicolumn;

import org.jspecify.annotations.NullMarked;
