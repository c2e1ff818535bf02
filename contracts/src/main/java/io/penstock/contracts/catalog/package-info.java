/** The catalog's REST API, as the other parts see it. */
@NullMarked
package io.penstock.contracts.catalog;

import org.jspecify.annotations.NullMarked;
