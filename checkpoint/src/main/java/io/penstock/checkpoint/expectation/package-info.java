/**
 * The vocabulary: what an expectation is, how its kwargs are read, and the families it falls into.
 */
@NullMarked
package io.penstock.checkpoint.expectation;

import org.jspecify.annotations.NullMarked;
