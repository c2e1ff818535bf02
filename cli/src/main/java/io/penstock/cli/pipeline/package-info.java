/** Pipelines, windows and builds. */
@NullMarked
package io.penstock.cli.pipeline;

import org.jspecify.annotations.NullMarked;
