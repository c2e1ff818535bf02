/** Hand-written stand-ins for what workflows talk to. */
@NullMarked
package io.penstock.workflow.testing;

import org.jspecify.annotations.NullMarked;
