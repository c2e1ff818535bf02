@NullMarked
package io.penstock.catalog.retention;

import org.jspecify.annotations.NullMarked;
