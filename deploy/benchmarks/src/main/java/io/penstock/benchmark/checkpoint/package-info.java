/** Checkpoints beside Great Expectations and beside SQL that was written by hand. */
@NullMarked
package io.penstock.benchmark.checkpoint;

import org.jspecify.annotations.NullMarked;
