/** The catalog's REST API from outside. */
@NullMarked
package io.penstock.cli.catalog;

import org.jspecify.annotations.NullMarked;
