/** The windows of a pipeline and where each stands. */
@NullMarked
package io.penstock.catalog.window;

import org.jspecify.annotations.NullMarked;
