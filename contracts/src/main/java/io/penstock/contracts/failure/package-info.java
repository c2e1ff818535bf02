/** The four kinds of failure and how they cross a process boundary. */
@NullMarked
package io.penstock.contracts.failure;

import org.jspecify.annotations.NullMarked;
