/** What both steps share about the engine: names of hidden columns, types. */
@NullMarked
package io.penstock.transform.engine;

import org.jspecify.annotations.NullMarked;
