/** Verdicts, in the shape of a Great Expectations validation result. */
@NullMarked
package io.penstock.checkpoint.result;

import org.jspecify.annotations.NullMarked;
