/**
 * The backing services of a developer's machine and of the tests, in one JVM and without Docker.
 */
@NullMarked
package io.penstock.local;

import org.jspecify.annotations.NullMarked;
