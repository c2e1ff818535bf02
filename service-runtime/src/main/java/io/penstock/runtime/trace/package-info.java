/** Traces: which records, batches, builds and versions belong together, for OpenTelemetry. */
@NullMarked
package io.penstock.runtime.trace;

import org.jspecify.annotations.NullMarked;
