/** From raw rows to conformed ones: decode, upgrade, type, hide what is private, order. */
@NullMarked
package io.penstock.transform.conform;

import org.jspecify.annotations.NullMarked;
