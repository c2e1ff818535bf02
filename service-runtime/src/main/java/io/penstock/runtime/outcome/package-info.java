/** Steps that are taken once, however often they are asked for. */
@NullMarked
package io.penstock.runtime.outcome;

import org.jspecify.annotations.NullMarked;
