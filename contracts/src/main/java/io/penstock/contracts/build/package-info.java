/** Plans, steps and outcomes of a build, and the activities that take them. */
@NullMarked
package io.penstock.contracts.build;

import org.jspecify.annotations.NullMarked;
