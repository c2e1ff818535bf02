/** Expectations about the columns and the number of rows. */
@NullMarked
package io.penstock.checkpoint.expectation.table;

import org.jspecify.annotations.NullMarked;
