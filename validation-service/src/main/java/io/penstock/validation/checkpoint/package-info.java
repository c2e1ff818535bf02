/** Checkpoints as steps of a build. */
@NullMarked
package io.penstock.validation.checkpoint;

import org.jspecify.annotations.NullMarked;
