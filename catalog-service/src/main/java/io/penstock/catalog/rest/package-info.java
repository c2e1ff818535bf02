/** What all resources of the REST API share. */
@NullMarked
package io.penstock.catalog.rest;

import org.jspecify.annotations.NullMarked;
