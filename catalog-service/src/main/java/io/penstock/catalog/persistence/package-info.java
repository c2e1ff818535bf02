/** How features reach PostgreSQL. */
@NullMarked
package io.penstock.catalog.persistence;

import org.jspecify.annotations.NullMarked;
