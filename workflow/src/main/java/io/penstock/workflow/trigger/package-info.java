/** What wakes the workflow of a pipeline: events, and the reconciler that needs none. */
@NullMarked
package io.penstock.workflow.trigger;

import org.jspecify.annotations.NullMarked;
