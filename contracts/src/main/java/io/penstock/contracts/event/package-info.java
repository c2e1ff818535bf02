/** Events that Penstock sends on its own topic. */
@NullMarked
package io.penstock.contracts.event;

import org.jspecify.annotations.NullMarked;
