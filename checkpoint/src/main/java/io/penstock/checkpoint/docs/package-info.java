/** Verdicts as pages for people. */
@NullMarked
package io.penstock.checkpoint.docs;

import org.jspecify.annotations.NullMarked;
