/** The backing services that integration tests run on. */
@NullMarked
package io.penstock.stack;

import org.jspecify.annotations.NullMarked;
