/** Suites tried on data: nothing is published or stopped by it. */
@NullMarked
package io.penstock.cli.check;

import org.jspecify.annotations.NullMarked;
