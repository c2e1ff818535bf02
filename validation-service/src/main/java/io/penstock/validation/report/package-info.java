/** What is kept of a checkpoint for people to read. */
@NullMarked
package io.penstock.validation.report;

import org.jspecify.annotations.NullMarked;
