/** From a suite to as few queries as possible, and from their answers to verdicts. */
@NullMarked
package io.penstock.checkpoint.plan;

import org.jspecify.annotations.NullMarked;
