/**
 * DuckDB sessions that reach nothing but their scratch directory, and the gate for SQL that users
 * write.
 */
@NullMarked
package io.penstock.lake.engine;

import org.jspecify.annotations.NullMarked;
