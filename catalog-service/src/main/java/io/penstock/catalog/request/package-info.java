/** Requests for builds. */
@NullMarked
package io.penstock.catalog.request;

import org.jspecify.annotations.NullMarked;
