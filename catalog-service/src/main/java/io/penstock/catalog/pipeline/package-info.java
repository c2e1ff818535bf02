/** Registered pipelines and the versions of their specs. */
@NullMarked
package io.penstock.catalog.pipeline;

import org.jspecify.annotations.NullMarked;
