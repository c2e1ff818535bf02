@NullMarked
package io.penstock.catalog.publication;

import org.jspecify.annotations.NullMarked;
