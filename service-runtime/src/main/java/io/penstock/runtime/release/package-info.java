/** Which service a process is, and of which release. */
@NullMarked
package io.penstock.runtime.release;

import org.jspecify.annotations.NullMarked;
