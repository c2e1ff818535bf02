/** Publishing: the one transaction that makes checked files a version of a dataset. */
@NullMarked
package io.penstock.catalog.publication;

import org.jspecify.annotations.NullMarked;
