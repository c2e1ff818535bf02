/** Whether the catalog can keep its promises on the PostgreSQL it was given. */
@NullMarked
package io.penstock.catalog.health;

import org.jspecify.annotations.NullMarked;
