/** Sources: what an operator looks after. */
@NullMarked
package io.penstock.cli.source;

import org.jspecify.annotations.NullMarked;
