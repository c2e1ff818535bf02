/** How failures leave a service: as problem+json and as Temporal failures. */
@NullMarked
package io.penstock.runtime.failure;

import org.jspecify.annotations.NullMarked;
