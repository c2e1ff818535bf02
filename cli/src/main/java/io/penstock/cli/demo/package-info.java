/** The demonstration: events in, a dataset version out. */
@NullMarked
package io.penstock.cli.demo;

import org.jspecify.annotations.NullMarked;
