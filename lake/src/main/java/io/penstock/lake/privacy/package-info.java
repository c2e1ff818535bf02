/** What privacy rules do to a value, in Java and in SQL. */
@NullMarked
package io.penstock.lake.privacy;

import org.jspecify.annotations.NullMarked;
