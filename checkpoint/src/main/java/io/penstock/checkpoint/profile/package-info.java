/** From data to a suite that it passes. */
@NullMarked
package io.penstock.checkpoint.profile;

import org.jspecify.annotations.NullMarked;
