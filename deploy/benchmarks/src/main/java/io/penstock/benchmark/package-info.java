/** A program that measures a whole system and prints ratios. */
@NullMarked
package io.penstock.benchmark;

import org.jspecify.annotations.NullMarked;
