/** Events, written with the state they tell of and sent afterwards. */
@NullMarked
package io.penstock.catalog.outbox;

import org.jspecify.annotations.NullMarked;
