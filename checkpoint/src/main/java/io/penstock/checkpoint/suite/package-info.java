/** Expectation suites, as Great Expectations writes them. */
@NullMarked
package io.penstock.checkpoint.suite;

import org.jspecify.annotations.NullMarked;
