/** The object store of a service, and whether it can be relied on. */
@NullMarked
package io.penstock.runtime.store;

import org.jspecify.annotations.NullMarked;
