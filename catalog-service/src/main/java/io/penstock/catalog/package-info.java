/** All state of Penstock, and the REST API to it. */
@NullMarked
package io.penstock.catalog;

import org.jspecify.annotations.NullMarked;
