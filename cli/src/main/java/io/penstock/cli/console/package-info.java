/** What a person sees. */
@NullMarked
package io.penstock.cli.console;

import org.jspecify.annotations.NullMarked;
