/** Checks of text for which the engine has no function. */
@NullMarked
package io.penstock.checkpoint.expectation.text;

import org.jspecify.annotations.NullMarked;
