/** Named places where a system test kills a service. */
@NullMarked
package io.penstock.runtime.failpoint;

import org.jspecify.annotations.NullMarked;
