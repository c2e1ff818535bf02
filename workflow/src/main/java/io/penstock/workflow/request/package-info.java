/** The workflow that people start to ask for builds. */
@NullMarked
package io.penstock.workflow.request;

import org.jspecify.annotations.NullMarked;
