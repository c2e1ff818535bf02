/** The catalog as activities. */
@NullMarked
package io.penstock.workflow.catalog;

import org.jspecify.annotations.NullMarked;
