/** Versions of datasets: what they hold, where it comes from, and their tags. */
@NullMarked
package io.penstock.catalog.version;

import org.jspecify.annotations.NullMarked;
