/** Files that people have: what is in them, as a relation of the engine. */
@NullMarked
package io.penstock.checkpoint.data;

import org.jspecify.annotations.NullMarked;
