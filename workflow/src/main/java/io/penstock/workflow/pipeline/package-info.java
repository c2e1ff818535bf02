/** The long-lived workflow of a pipeline: asks what is due and has it built. */
@NullMarked
package io.penstock.workflow.pipeline;

import org.jspecify.annotations.NullMarked;
