/** What the worker of this service runs. */
@NullMarked
package io.penstock.workflow.worker;

import org.jspecify.annotations.NullMarked;
