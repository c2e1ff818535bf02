/** What a build reads. */
@NullMarked
package io.penstock.transform.input;

import org.jspecify.annotations.NullMarked;
