/** Expectations that training data needs and Great Expectations lacks; named {@code penstock_…}. */
@NullMarked
package io.penstock.checkpoint.expectation.learning;

import org.jspecify.annotations.NullMarked;
