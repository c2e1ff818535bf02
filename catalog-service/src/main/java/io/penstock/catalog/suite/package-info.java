/** Registered expectation suites and their versions. */
@NullMarked
package io.penstock.catalog.suite;

import org.jspecify.annotations.NullMarked;
