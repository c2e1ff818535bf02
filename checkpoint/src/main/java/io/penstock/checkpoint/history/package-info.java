/** What was published before, for expectations that compare with it. */
@NullMarked
package io.penstock.checkpoint.history;

import org.jspecify.annotations.NullMarked;
