/** What is wrong with a deployment, seen from outside. */
@NullMarked
package io.penstock.cli.doctor;

import org.jspecify.annotations.NullMarked;
