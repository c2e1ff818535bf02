/** What a service's DuckDB sessions may use. */
@NullMarked
package io.penstock.runtime.engine;

import org.jspecify.annotations.NullMarked;
