@NullMarked
package io.penstock.catalog.sweep;

import org.jspecify.annotations.NullMarked;
