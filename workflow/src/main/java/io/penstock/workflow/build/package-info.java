/** The workflow that makes some windows of a pipeline and publishes them together. */
@NullMarked
package io.penstock.workflow.build;

import org.jspecify.annotations.NullMarked;
