/** The processes of a system on this machine: start, stop, look. */
@NullMarked
package io.penstock.cli.system;

import org.jspecify.annotations.NullMarked;
