/** A pipeline as a person writes it. */
@NullMarked
package io.penstock.contracts.pipeline;

import org.jspecify.annotations.NullMarked;
